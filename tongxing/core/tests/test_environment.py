"""Each setting does what the guide says, `yes` is yes everywhere, and what can't be used is told by its name."""

import os
import runpy
import subprocess
import sys
from contextlib import suppress

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from tongxing.core import environment
from tongxing.settings import SETTINGS

from .serving import ROOT

pytestmark = pytest.mark.once
SWITCHES = {
    "TONGXING_DEBUG": "DEBUG",
    "TONGXING_MAIL_TLS": "EMAIL_USE_TLS",
    "TONGXING_MAIL_SSL": "EMAIL_USE_SSL",
    "TONGXING_UPGRADE_BACKUP": "UPGRADE_BACKUP",
}
# What is set, which setting of Django or ours it becomes, and as what.
USED = [
    ("TONGXING_ADDRESS", " https://here.example/ ", "ADDRESS", "https://here.example"),
    ("TONGXING_ADDRESS", "http://[::1]:8000", "ADDRESS", "http://[::1]:8000"),
    ("TONGXING_NAME", "雅江同行", "SITE_NAME", "雅江同行"),
    ("TONGXING_NAME", "", "SITE_NAME", "同行"),
    ("TONGXING_CONTACT", "us@here.example", "CONTACT", "us@here.example"),
    ("TONGXING_TILES", "https://t.example/{z}/{x}/{y}.png", "TILES", "https://t.example/{z}/{x}/{y}.png"),
    ("TONGXING_TILES_DATUM", "GCJ02", "TILES_DATUM", "gcj02"),
    ("TONGXING_TILES_CREDIT", "Somebody", "TILES_CREDIT", "Somebody"),
    ("TONGXING_ROUTER", " http://127.0.0.1:5000/ ", "ROUTER", "http://127.0.0.1:5000/route/v1/driving"),
    ("TONGXING_ZONE", "Asia/Urumqi", "TIME_ZONE", "Asia/Urumqi"),
    ("TONGXING_SECRET", "a secret from elsewhere", "SECRET_KEY", "a secret from elsewhere"),
    ("TONGXING_PROXIES", "2", "TRUSTED_PROXIES", 2),
    ("TONGXING_PROXIES", "", "TRUSTED_PROXIES", 0),
    ("TONGXING_LOG", "JSON", "LOG_REQUESTS", True),
    ("TONGXING_METRICS_TOKEN", "key", "METRICS_TOKEN", "key"),
    ("TONGXING_MAIL_HOST", "mail.example", "EMAIL_BACKEND", "tongxing.core.mail.OutboxBackend"),
    ("TONGXING_MAIL_PORT", "587", "EMAIL_PORT", 587),
    ("TONGXING_MAIL_USER", "us", "EMAIL_HOST_USER", "us"),
    ("TONGXING_MAIL_PASSWORD", "word", "EMAIL_HOST_PASSWORD", "word"),
    ("TONGXING_MAIL_FROM", "同行 <us@here.example>", "DEFAULT_FROM_EMAIL", "同行 <us@here.example>"),
]
UNUSABLE = [
    ("TONGXING_ADDRESS", "here.example"),
    ("TONGXING_ADDRESS", "https://here.example/path"),
    ("TONGXING_ADDRESS", "https://here.example:port"),
    ("TONGXING_ADDRESS", "https://here example"),
    ("TONGXING_HOSTS", "https://here.example"),
    ("TONGXING_HOSTS", "here.example:8000"),
    ("TONGXING_ZONE", "Asia/Yajiang"),
    ("TONGXING_ZONE", "../etc/passwd"),
    ("TONGXING_PROXIES", "one"),
    ("TONGXING_PROXIES", "-1"),
    ("TONGXING_LOG", "xml"),
    ("TONGXING_TILES", "https://t.example/tiles.png"),
    ("TONGXING_TILES", "ftp://t.example/{z}/{x}/{y}.png"),
    ("TONGXING_TILES_DATUM", "wgs"),
    ("TONGXING_ROUTER", "road.example"),
    ("TONGXING_MAIL_PORT", "65536"),
    ("TONGXING_MAIL_PORT", "二十五"),
    ("TONGXING_MAIL_FROM", "nobody"),
    ("DATABASE_URL", "mysql://here/there"),
    *((name, "maybe") for name in SWITCHES),
]


@pytest.fixture
def settings_with(monkeypatch, tmp_path):
    """`settings_with(NAME=value)`: the settings as they are read with nothing but these set."""
    for name in [name for name in os.environ if name.startswith(("TONGXING_", "DATABASE_URL"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TONGXING_DATA", str(tmp_path))

    def read(**given):
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "tongxing" / "settings.py"))

    return read


@pytest.mark.parametrize(("name", "given", "setting", "becomes"), USED)
def test_what_is_set_is_used(settings_with, name, given, setting, becomes):
    assert settings_with(**{name: given})[setting] == becomes


def test_the_data_folder_and_the_database(settings_with, tmp_path):
    read = settings_with(TONGXING_DATA=f" {tmp_path}/here ", DATABASE_URL="postgresql://me:word@host:5433/name")

    assert tmp_path / "here" == read["DATA"] and (tmp_path / "here" / "secret").stat().st_mode & 0o077 == 0
    assert (read["DATABASES"]["default"]["HOST"], read["DATABASES"]["default"]["NAME"]) == ("host", "name")


@pytest.mark.parametrize(
    "given", ["a.example,b.example", " a.example , b.example,", "a.example b.example", "a.example，b.example"]
)
def test_a_list_may_have_blanks(settings_with, given):
    given = given.format("a.example", "b.example")

    assert settings_with(TONGXING_HOSTS=given)["ALLOWED_HOSTS"][-2:] == ["a.example", "b.example"]


@pytest.mark.parametrize("name", SWITCHES)
def test_yes_is_yes_everywhere(settings_with, name):
    for said in ("1", "true", "TRUE", "Yes", " on "):
        assert settings_with(**{name: said})[SWITCHES[name]] is True
    for said in ("0", "false", "No", "OFF"):
        assert settings_with(**{name: said})[SWITCHES[name]] is False
    assert settings_with(**{name: ""})[SWITCHES[name]] is (name == "TONGXING_UPGRADE_BACKUP")


def test_every_setting_is_tried_here():
    tried = {row[0] for row in USED} | SWITCHES.keys() | {"TONGXING_DATA", "TONGXING_HOSTS", "DATABASE_URL"}

    assert tried == SETTINGS.keys()


@pytest.mark.parametrize(("name", "given"), UNUSABLE)
def test_what_cannot_be_used_is_told_by_its_name(settings_with, name, given):
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(**{name: given})


def test_two_ways_of_encrypting_mail_are_one_too_many(settings_with):
    with pytest.raises(ImproperlyConfigured, match="TONGXING_MAIL_TLS and TONGXING_MAIL_SSL can't both be yes"):
        settings_with(TONGXING_MAIL_TLS="yes", TONGXING_MAIL_SSL="yes")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("TONGXING_MAILHOST", "TONGXING_MAILHOST isn't known and does nothing. Did you mean TONGXING_MAIL_HOST?"),
        ("Tongxing_Proxies", "Tongxing_Proxies isn't known and does nothing. Did you mean TONGXING_PROXIES?"),
        ("TONGXING_XYLOPHONE", "TONGXING_XYLOPHONE isn't known and does nothing."),
    ],
)
def test_an_unknown_name_is_told_with_the_one_that_was_meant(settings_with, monkeypatch, name, told):
    monkeypatch.setenv(name, "1")

    assert list(environment.unknown_names(SETTINGS)) == [told]


def test_a_command_tells_unknown_names_and_ends_at_unusable_ones(tmp_path):
    def verify(**given):
        env = os.environ | {"TONGXING_DATA": str(tmp_path)} | given
        command = [sys.executable, "-m", "tongxing", "verify", "nothing.tar.gz"]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120).stderr

    assert verify(TONGXING_SECRETS="x").splitlines() == [
        "TONGXING_SECRETS isn't known and does nothing. Did you mean TONGXING_SECRET?",
        "CommandError: nothing.tar.gz can't be read (No such file or directory).",
    ]
    assert verify(TONGXING_PROXIES="one") == "TONGXING_PROXIES must be a number from 0 to 20, but it is 'one'.\n"


@pytest.mark.django_db
def test_the_doctor_lists_all_of_them(monkeypatch, capsys):
    monkeypatch.setenv("TONGXING_MAILHOST", "mail.example")
    monkeypatch.setenv("TONGXING_MAIL_PASSWORD", "not to be shown")
    with suppress(SystemExit):  # something else may be wrong here
        call_command("doctor")

    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in SETTINGS)
    assert "Did you mean TONGXING_MAIL_HOST?" in said and "not to be shown" not in said
