"""`tongxing openapi`: the description of the API, as docs/openapi.json holds it."""

import json

from django.core.management import BaseCommand

from tongxing.front.api import api


class Command(BaseCommand):
    help = "Print the description of the API (OpenAPI 3.1)."
    requires_system_checks = []

    def handle(self, *args, **options):
        self.stdout.write(written())


def written():
    """The description as text, always in the same order."""
    return json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False, sort_keys=True)
