"""What `tongxing prepare` does when the demo world can't be built."""

import pytest
from django.contrib.auth import get_user_model

from tongxing.core.management.commands import prepare


@pytest.mark.django_db
def test_a_demo_world_that_breaks_is_rolled_back_and_told(monkeypatch):
    def break_half_way(name, **options):
        get_user_model().objects.create(handle="half")
        raise ValueError("no such thing")

    monkeypatch.setattr(prepare, "call_command", break_half_way)
    said = []

    prepare.bring_demo(said.append)

    assert said[-1] == "The demo world could not be built (ValueError: no such thing); the house starts without it."
    assert not get_user_model().objects.exists()
