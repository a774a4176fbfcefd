"""What README says is there: the people of the demo, the picture, the commands, the pages it leads to."""

import re

import pytest

from tongxing.core.tests.serving import ROOT
from tongxing.front.demo import SIGN_INS

README = (ROOT / "README.md").read_text()
pytestmark = pytest.mark.once


def test_everybody_who_can_be_tried_is_named_with_something_to_try():
    named = re.findall(r"^\| `(\w+)` \| .{6,} \| .{10,} \|$", README, re.MULTILINE)

    assert sorted(named) == sorted(handle for handle, *_ in SIGN_INS)
    assert all(f"`{passphrase}`" in README for _, passphrase, _ in SIGN_INS)


def test_every_file_and_command_that_it_names_is_there():
    links = [link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link]
    commands = re.findall(r"bin/\w+", README)

    assert [path for path in links + commands if not (ROOT / path).exists()] == []
    assert "docs/pictures/home.webp" in links
