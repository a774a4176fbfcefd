"""`tongxing token HANDLE`: make a token with which a program acts for somebody."""

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tongxing.core.refusal import Refused
from tongxing.people.actions import make_token
from tongxing.people.models import Person, Token

SCOPES = [scope for scope, _said in Token.SCOPES]


class Command(BaseCommand):
    help = "Make a token with which a program acts for a person. It is printed once and can't be read again."

    def add_arguments(self, parser):
        parser.add_argument("handle", help="whose name it acts in")
        parser.add_argument("--name", default="command line", help="what it is for")
        parser.add_argument("--scopes", nargs="+", choices=SCOPES, default=[Token.READ], metavar="SCOPE",
                            help=f"what it may do: {', '.join(SCOPES)}; read when none is named")  # fmt: skip

    def handle(self, *args, handle, name, scopes, **options):
        person = Person.objects.filter(handle__iexact=handle, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody here is called {handle}.")
        try:
            _token, secret = make_token(person, by=person, name=name[:40], scopes=scopes, now=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(secret)
