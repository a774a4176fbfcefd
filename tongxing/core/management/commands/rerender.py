"""`tongxing rerender`: compare stored HTML with what its Markdown gives now, and make it anew."""

import sys

from django.core.management import BaseCommand

from tongxing.core.rerender import rerender


class Command(BaseCommand):
    help = "Make the stored HTML of what people wrote anew, as this release renders it."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say; the exit code is 1 when something differs")

    def handle(self, *, check, **options):
        found = {name: count for name, count in rerender(mend=not check).items() if count}
        for name, count in found.items():
            self.stdout.write(f"{name}: {count} differ")
        done = "nothing was changed" if check else "made anew"
        self.stdout.write(f"Stored texts differ; {done}." if found else "Stored texts are what was written.")
        if found and check:
            sys.exit(1)
