"""`tongxing recount`: compare the counts of the map with the places themselves, and repair them."""

import sys

from django.core.management import BaseCommand

from tongxing.places.actions import recount

MOST_LINES = 20


class Command(BaseCommand):
    help = "Compare the counts of the map with the places themselves, say what differs, and repair it."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say; the exit code is 1 when something differs")

    def handle(self, *, check, **options):
        lines = []
        wrong = recount(repair=not check, tell=lambda line: len(lines) < MOST_LINES and lines.append(line))
        for line in lines:
            self.stdout.write(line)
        if wrong > len(lines):
            self.stdout.write(f"and {wrong - len(lines)} more")
        done = "nothing was changed" if check else "repaired"
        self.stdout.write(f"{wrong} differ; {done}." if wrong else "The map counts what stands there.")
        if wrong and check:
            sys.exit(1)
