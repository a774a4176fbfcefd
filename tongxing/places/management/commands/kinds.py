"""`tongxing kinds`: which kinds of places there are and what is asked of each, printed or read from a file."""

import json
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from tongxing.imports.sentences import RowError
from tongxing.places.actions import read_kinds, say_kinds


class Command(BaseCommand):
    help = "Print the kinds of places and what is asked of each as JSON; with a file, make them what it says."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="what this command printed, with your changes")

    def handle(self, *, file, **options):
        if file is None:
            self.stdout.write(json.dumps(say_kinds(), ensure_ascii=False, indent=1))
            return
        try:
            kinds, facts = read_kinds(json.loads(file.read_text(encoding="utf-8")))
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(f"{file} isn't JSON in UTF-8: {error}.") from error
        except RowError as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{kinds} kinds of places, {facts} things that are asked of them.")
