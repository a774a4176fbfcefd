"""The small world, made once for each module, what a test does to it undone; and a running house to look at."""

import shutil
import time

import pytest
from django.conf import settings
from django.db import transaction

from tongxing.core.tests.serving import Served, copy_of, drop

from .browser import chromium
from .world import ACTORS, make_world


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


class House(Served):
    """The real server with the small world in it: `world`, and `cookies` of everybody who is signed in."""

    def fill(self):
        """Make the world, and sign everybody in."""
        with self.orm():
            self.world = make_world()
            self.sessions = {actor: self.session_of(getattr(self.world, actor)) for actor in ACTORS[1:]}
        shutil.copytree(settings.FILES_ROOT, self.folder / "files", dirs_exist_ok=True)

    def session_of(self, person):
        """The session of somebody who has just signed in; called inside `orm()`."""
        from django.test import Client

        client = Client()
        client.force_login(person)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def wait_until(self, asked, seconds=15):
        """Wait until the worker has done what `asked` looks for in the database."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.orm():
                if asked():
                    return
            time.sleep(0.1)
        raise AssertionError("The worker has not done it.")

    def cookie(self, name, value):
        """A cookie for this house, as the browser takes it."""
        return {"name": name, "value": value, "url": self.url}


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
