"""`tongxing operator HANDLE`: make somebody an operator, or with `--end` no longer one."""

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tongxing.core.refusal import Refused
from tongxing.people.actions import end_operator, make_operator
from tongxing.people.models import Person


class Command(BaseCommand):
    help = "Make somebody an operator: they bring large tables and merge any two records. Every operator is told."

    def add_arguments(self, parser):
        parser.add_argument("handle", help="who")
        parser.add_argument("--end", action="store_true", help="they are an operator no longer")

    def handle(self, *args, handle, end, **options):
        person = Person.objects.filter(handle__iexact=handle).first()
        if person is None:
            raise CommandError(f"Nobody here is called {handle}.")
        try:
            changed = (end_operator if end else make_operator)(person, now=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        state = "no operator" if end else "an operator"
        already = changed.is_operator == person.is_operator
        self.stdout.write(f"{person.handle} was {state} before." if already else f"{person.handle} is {state} now.")
