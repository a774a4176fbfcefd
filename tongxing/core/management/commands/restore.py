"""`tongxing restore FILE`: an archive into an empty installation, whole or not at all."""

import os
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from tongxing.core.archives import Damaged
from tongxing.core.backup import restore

from .serve import hold_the_folder


class Command(BaseCommand):
    help = "Bring a backup into an empty installation (another data folder or database), whole or not at all."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *args, file, **options):
        lock = hold_the_folder(settings.DATA)
        try:
            manifest = restore(file, say=self.progress)
        except Damaged as damaged:
            raise CommandError(f"{damaged} Nothing was changed.") from None
        except (DatabaseError, OSError, ValueError, LookupError) as error:
            raise CommandError(f"It could not be brought in: {error}. Nothing of it was left behind.") from None
        finally:
            os.close(lock)
        self.stdout.write(f"Restored what was there at {manifest['made_at']}. Start it: tongxing serve")
        if "TONGXING_SECRET" in os.environ:
            self.stdout.write("The secret comes from TONGXING_SECRET: it must be the one of the backup.")

    def progress(self, words):
        """What is being brought in, on a terminal only."""
        if sys.stderr.isatty():
            print(f"\r\033[K{words[:76]}", end="", file=sys.stderr, flush=True)
