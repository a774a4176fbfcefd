"""The guide for operators names every setting, with the sentence that the doctor says."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from .serving import ROOT

pytestmark = pytest.mark.once


def test_the_guide_lists_every_setting():
    table = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+) \|$", (ROOT / "docs" / "self-host.md").read_text(), re.MULTILINE))

    with translation.override("en"):
        assert table == {name: str(said) for name, said in settings.SETTINGS.items()}
