"""`tongxing demo`: fill an empty database with the demo world."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tongxing.front.demo import SIGN_INS
from tongxing.front.demo.build import build
from tongxing.people.models import Person


class Command(BaseCommand):
    help = "Fill an empty database with a network of neighbours, a team of travellers and an open-source project."

    def handle(self, *, verbosity, **options):
        if Person.objects.exists():
            raise CommandError("There are people in this database already; the demo world needs an empty one.")
        made = build(timezone.now())
        if not verbosity:
            return
        self.stdout.write(", ".join(f"{count} {name}" for name, count in made.items()))
        for handle, passphrase, who in SIGN_INS:
            self.stdout.write(f"  {handle}  {passphrase}  ({who})")
