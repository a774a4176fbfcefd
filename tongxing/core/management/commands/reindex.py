"""`tongxing reindex`: compare what is found with what things say, and repair it."""

import sys

from django.core.management import BaseCommand

from tongxing.core import search


class Command(BaseCommand):
    help = "Compare the search with what places, needs, activities and spaces say, and repair it."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say; the exit code is 1 when something differs")

    def handle(self, *, check, **options):
        found = {kind: search.reindex(kind, mend=not check) for kind in sorted(search.SOURCES)}
        for kind, (missing, wrong, left) in found.items():
            if missing or wrong or left:
                self.stdout.write(f"{kind}: {missing} missing, {wrong} wrong, {left} left over")
        differ = any(sum(counts) for counts in found.values())
        done = "nothing was changed" if check else "repaired"
        self.stdout.write(f"The search differs; {done}." if differ else "The search finds what is said.")
        if differ and check:
            sys.exit(1)
