"""`tongxing verify FILE`: prove that an archive is whole."""

from django.core.management import BaseCommand, CommandError

from tongxing.core.archives import Damaged, verify


class Command(BaseCommand):
    help = "Read a backup to its end and compare every member with its manifest."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *args, file, **options):
        try:
            manifest = verify(file)
        except Damaged as damaged:
            raise CommandError(str(damaged)) from None
        tables = [one["rows"] - 1 for name, one in manifest["members"].items() if name.startswith("tables/")]
        self.stdout.write(
            f"Whole: {sum(tables)} rows of {len(tables)} tables, {manifest['files']} files, "
            f"made at {manifest['made_at']} by {manifest['release']} on {manifest['database']}."
        )
        inside = "secret" in manifest["members"]
        self.stdout.write("The secret is inside." if inside else "The secret is not inside: it needs TONGXING_SECRET.")
