"""What `tongxing prepare` does when the demo world can't be built."""

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from tongxing.core.backup import is_empty
from tongxing.core.files import Picture, keep
from tongxing.core.management.commands import prepare
from tongxing.spaces.actions import open_space


@pytest.mark.django_db
def test_a_demo_world_that_breaks_is_rolled_back_and_told(monkeypatch):
    def break_half_way(name, **options):
        person = get_user_model().objects.create(handle="half")
        space = open_space(by=person, now=timezone.now(), kind="team", short="half", name="Half")
        keep(Picture(b"large", b"small", 1, 1), space)
        raise ValueError("no such thing")

    monkeypatch.setattr(prepare, "call_command", break_half_way)
    said = []

    prepare.bring_demo(said.append)

    assert said[-1] == "The demo world could not be built (ValueError: no such thing); the house starts without it."
    assert not get_user_model().objects.exists()
    assert is_empty()  # no picture is left either, which would keep a backup from being restored
