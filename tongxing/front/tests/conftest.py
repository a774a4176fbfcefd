"""The small world, made once for each module; what a test does to it is undone after the test."""

import pytest
from django.db import transaction

from .world import make_world


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker):
    """The world of a module, in a transaction that is never finished."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world):
    """The same world for every test."""
    before = transaction.savepoint()
    yield lasting_world
    transaction.savepoint_rollback(before)
