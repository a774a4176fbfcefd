"""Where tests keep their rows, and the real server for those that need one (a pytest plugin, loaded by pyproject.toml).

The engine is SQLite, or PostgreSQL when DATABASE_URL names one. Everything lies in a folder of the run that is
removed with it; nothing that an operator has is ever touched. This is set before the settings are read, so this
module imports no Django.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

MADE_HERE = "TONGXING_TEST_RUN" not in os.environ
RUN = Path(os.environ.get("TONGXING_TEST_RUN") or tempfile.mkdtemp(prefix="tongxing-test-"))
os.environ["TONGXING_TEST_RUN"] = str(RUN)
MINE = RUN / os.environ.get("PYTEST_XDIST_WORKER", "main")
MINE.mkdir(exist_ok=True)
for name in [name for name in os.environ if name.startswith("TONGXING_MAIL_")] + ["TONGXING_ADDRESS", "TONGXING_HOSTS"]:
    os.environ.pop(name, None)
os.environ |= {
    "TONGXING_DATA": str(MINE),
    "TONGXING_TEST_SQLITE": str(MINE / "test.sqlite3"),  # a file: threads and servers must see what a test wrote
    "TONGXING_PLAIN_STATIC": "1",
}

pytest_plugins = ["tongxing.core.tests.serving"]


def pytest_configure():
    """A passphrase hash that takes no time, and English for those who assert what a person reads."""
    from django.conf import settings
    from django.utils.translation import trans_real

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LANGUAGE_CODE = "en"  # stories are read in English; the Chinese words have tests of their own
    trans_real._default = None  # what threads fall back to was made from the code before


def pytest_report_header():
    return f"database: {'PostgreSQL' if on_postgres() else 'SQLite'}"


def pytest_collection_modifyitems(config, items):
    """What touches no database runs on SQLite alone; what takes minutes runs when it is asked for."""
    if on_postgres():
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("once")])
        items[:] = [item for item in items if not item.get_closest_marker("once")]
    if os.environ.get("TONGXING_LONG") != "1":
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes minutes: bin/test --long"))


def pytest_unconfigure():
    if MADE_HERE:
        shutil.rmtree(RUN, ignore_errors=True)


def on_postgres():
    """True when this run's database is PostgreSQL."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")
