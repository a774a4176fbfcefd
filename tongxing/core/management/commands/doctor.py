"""`tongxing doctor`: what is set, how each part is, and what to do about what is wrong."""

import json
import os
import sys
from dataclasses import asdict

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import translation

from tongxing.core.checkup import everything
from tongxing.core.health import LOOK, OK, WRONG

SIGNS = {OK: "ok   ", LOOK: "look ", WRONG: "WRONG"}
SECRETS = ("SECRET", "PASSWORD", "TOKEN", "DATABASE_URL")


class Command(BaseCommand):
    help = "Say what is set, look at every part, and say what to do. Ends with 1 when something is wrong."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument("--mail", metavar="ADDRESS", help="also send a test mail there")

    def handle(self, *args, json, mail, **options):
        found = everything(mail)
        with translation.override("en"):  # as everything else on a terminal
            self.stdout.write(as_json(found)) if json else self.say(found)
        if any(one.state == WRONG for one in found):
            sys.exit(1)

    def say(self, found):
        """The settings, then the findings, each with what to do."""
        self.stdout.write("Settings (from the environment, else as they are by default):")
        for name, said in settings.SETTINGS.items():
            self.stdout.write(f"  {name:<24} {value_of(name):<32} {said}")
        self.stdout.write("\nWhat was looked at:")
        for one in found:
            self.stdout.write(f"  {SIGNS[one.state]} {one.name:<14} {one.says}")
            if one.state != OK and one.do:
                self.stdout.write(f"        {'':<14} → {one.do}")


def as_json(found):
    """Settings and findings for machines."""
    return json.dumps({"settings": {name: value_of(name) for name in settings.SETTINGS},
                       "findings": [asdict(one) for one in found]}, indent=1, default=str)  # fmt: skip


def value_of(name):
    """What the environment says; secrets only as being there."""
    value = os.environ.get(name, "")
    if not value:
        return "-"
    return "(set)" if any(word in name for word in SECRETS) else value
