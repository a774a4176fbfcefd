"""`tongxing backup [FILE or FOLDER]`: everything into one archive, while people write on."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from tongxing.core.archives import Damaged, keep_newest
from tongxing.core.backup import back_up, note_backup, now_text


class Command(BaseCommand):
    help = "Write everything (database, pictures, secret) into one archive while the site runs. Keep it private."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "where", nargs="?", help="a new file, or a folder; without it the folder backups in the data"
        )
        parser.add_argument("--keep", type=int, help="how many archives stay in the folder; older ones are removed")

    def handle(self, *args, where, keep, **options):
        path, folder = place_for(where)
        if path.exists():
            raise CommandError(f"{path} is there already. Name another file, or a folder.")
        if keep is not None and (keep < 1 or not folder):
            raise CommandError("--keep takes a number from 1 on, and a folder.")
        try:
            counts = back_up(path, say=self.progress)
        except OSError as error:
            raise CommandError(f"{path} can't be written ({error.strerror}). Nothing was left behind.") from None
        except Damaged as newer:
            raise CommandError(str(newer)) from None
        note_backup(path)
        if keep:
            for name in keep_newest(folder, keep):
                self.stdout.write(f"Removed {name}")
        rows = sum(counts.values())
        self.stdout.write(f"{path}: {rows} rows of {len(counts)} tables, {path.stat().st_size / 1e6:.1f} MB.")
        if settings.SECRET_IS_GIVEN:
            self.stdout.write("It doesn't hold the secret, which comes from TONGXING_SECRET: keep that too, elsewhere.")
            self.stdout.write("It holds every private word: keep it where only you can read it.")
        else:
            self.stdout.write("It holds every private word and the secret: keep it where only you can read it.")

    def progress(self, words):
        """What is being written, on a terminal only."""
        if sys.stderr.isatty():
            print(f"\r\033[K{words[:76]}", end="", file=sys.stderr, flush=True)


def place_for(where):
    """(the new file, the folder it lies in when a folder was named)."""
    folder = Path(where) if where else settings.DATA / "backups"
    if where and not folder.is_dir():
        return folder, None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"tongxing-{now_text()}.tar.gz", folder
