"""The small world, made once for each module, what a test does to it undone; and a running house to look at."""

import pytest
from django.conf import settings
from django.db import transaction

from tongxing.core.tests.serving import copy_of, drop

from .browser import chromium
from .house import House
from .world import make_world


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker):
    """The world of a module, in a transaction that is never finished."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(db, lasting_world):
    """The same world for every test."""
    before = transaction.savepoint()
    yield lasting_world
    transaction.savepoint_rollback(before)


@pytest.fixture(scope="session")
def open_house(template, tmp_path_factory, django_db_setup, django_db_blocker):
    """`open_house()`: a server with the worker and the files as an operator has them, and the small world in it."""
    opened = []

    def start():
        folder = tmp_path_factory.mktemp("house")
        env = {"TONGXING_PLAIN_STATIC": "", "TONGXING_SECRET": settings.SECRET_KEY}
        opened.append(House(folder, copy_of(template, folder), 1, True, env))
        opened[-1].fill()
        return opened[-1]

    with django_db_blocker.unblock():
        yield start
    for one in opened:
        one.stop()
        drop(one.database)


@pytest.fixture(scope="session")
def house(open_house):
    """The house of all tests that only look or add."""
    return open_house()


@pytest.fixture(scope="module")
def browser():
    """One browser for a module. While it runs, rows are read and written inside `house.orm()` alone."""
    with chromium() as found:
        yield found
