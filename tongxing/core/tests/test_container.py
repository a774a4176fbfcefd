"""The container's files say what they should; building it needs an engine, which tests don't have."""

import re

import pytest
import yaml

from .serving import ROOT

pytestmark = pytest.mark.once
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_nobody_in_particular_runs_it():
    last = DOCKERFILE.rpartition("FROM ")[2]

    assert re.search(r"^USER tongxing$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last and "/healthz" in last and "VOLUME /data" in last
    assert last.index("USER tongxing") < last.index("ENTRYPOINT")


def test_packages_come_from_the_lock():
    assert "--require-hashes -r requirements/run.txt" in DOCKERFILE


def test_images_are_named_without_a_registry():
    named = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) + [COMPOSE["services"]["postgres"]["image"]]

    assert len(named) == 3
    assert all("/" not in name and ":" in name and not name.endswith(":latest") for name in named)


def test_what_is_copied_is_there_and_not_ignored():
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists() and name in allowed


def test_the_settings_it_names_are_known():
    from django.conf import settings

    assert set(COMPOSE["services"]["tongxing"]["environment"]) <= set(settings.SETTINGS)


def test_it_keeps_its_data_and_gives_nothing_away():
    app = COMPOSE["services"]["tongxing"]

    assert "data:/data" in app["volumes"] and "data" in COMPOSE["volumes"]
    assert app["read_only"] and app["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in app["ports"])
    assert "ports" not in COMPOSE["services"]["postgres"]
