"""`tongxing restore FILE`: an archive into an empty installation, whole or not at all."""

import os
import sys
from getpass import getpass

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from tongxing.core.archives import Damaged
from tongxing.core.backup import SecretMissing, restore

from .serve import hold_the_folder

SET_IT = (
    "Set TONGXING_SECRET to the one that was used there. When it is lost, --new-secret goes on without it: everybody's "
    "rescue codes of before no longer hold, and everybody signs in anew."
)


class Command(BaseCommand):
    help = "Bring a backup into an empty installation (another data folder or database), whole or not at all."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--new-secret", action="store_true", help="the old secret is lost: rescue codes no longer hold"
        )

    def handle(self, *args, file, new_secret, **options):
        lock = hold_the_folder(settings.DATA)
        try:
            manifest = self.bring(file, settings.SECRET_KEY if settings.SECRET_IS_GIVEN else "", new_secret)
        except SecretMissing as missing:
            raise CommandError(f"{missing} {SET_IT} Nothing was changed.") from None
        except Damaged as damaged:
            raise CommandError(f"{damaged} Nothing was changed.") from None
        except (DatabaseError, OSError, ValueError, LookupError) as error:
            raise CommandError(f"It could not be brought in: {error}. Nothing of it was left behind.") from None
        finally:
            os.close(lock)
        self.stdout.write(f"Restored what was there at {manifest['made_at']}. Start it: tongxing serve")
        if settings.SECRET_IS_GIVEN:
            self.stdout.write("Start it with the same TONGXING_SECRET as now.")

    def bring(self, file, secret, anew):
        """Restore; on a terminal a secret that is missing is asked for."""
        try:
            return restore(file, secret, anew, say=self.progress)
        except SecretMissing as missing:
            if not sys.stdin.isatty():
                raise
            self.stdout.write(f"{missing} What you type is kept in {settings.DATA / 'secret'}.")
            if not (typed := getpass("The secret: ").strip()):
                raise
            return restore(file, typed, anew, say=self.progress)

    def progress(self, words):
        """What is being brought in, on a terminal only."""
        if sys.stderr.isatty():
            print(f"\r\033[K{words[:76]}", end="", file=sys.stderr, flush=True)
