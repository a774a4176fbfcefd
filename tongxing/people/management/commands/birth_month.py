"""`tongxing birth-month HANDLE MONTH`: put a wrong month of birth, or a wrong age, right."""

from django.core.management import BaseCommand, CommandError
from django.forms import ValidationError
from django.utils import timezone

from tongxing.core.forms import MonthField
from tongxing.core.refusal import Refused
from tongxing.people.actions import correct_birth_month
from tongxing.people.models import Person


class Command(BaseCommand):
    help = "Put a wrong month of birth right, such as 2009-03. What was known before isn't shown; the person is told."

    def add_arguments(self, parser):
        parser.add_argument("handle", help="whose")
        parser.add_argument("month", help="the right month, such as 2009-03")

    def handle(self, *args, handle, month, **options):
        person = Person.objects.filter(handle__iexact=handle).first()
        if person is None:
            raise CommandError(f"Nobody here is called {handle}.")
        try:
            person = correct_birth_month(person, born=MonthField().clean(month), now=timezone.now())
        except (Refused, ValidationError) as refused:
            raise CommandError(" ".join(getattr(refused, "messages", [str(refused)]))) from None
        self.stdout.write(f"{person.handle} is {'14 to 17' if person.is_young else '18 or older'}; they are told.")
