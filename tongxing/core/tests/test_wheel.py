"""A wheel carries everything: installed somewhere else, it serves pages with their styles, words and areas."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import httpx
import pytest

from tongxing.core.processes import die_with_parent

from .serving import OURS, ROOT, free_port
from .test_serve import wait_until

pytestmark = pytest.mark.once
NEEDED = [
    "core/static/core/tongxing.css",
    "core/tables/divisions.json",
    "core/tables/adcodes.csv.LICENSE",
    "locale/zh_Hans/LC_MESSAGES/django.mo",
    "front/jinja2/front/home.html",
    "core/migrations/0001_initial.py",
    "places/static/places/map.js",
    "people/templates/allauth/layouts/base.html",
]
SOURCE = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "requirements", "tongxing")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of the source as it is now."""
    copied = tmp_path_factory.mktemp("source")
    for name in SOURCE:
        path = ROOT / name
        shutil.copytree(path, copied / name) if path.is_dir() else shutil.copy(path, copied / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", copied / "dist", copied],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return next((copied / "dist").glob("*.whl"))


def test_it_holds_what_is_needed_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    for needed in NEEDED:
        assert f"tongxing/{needed}" in names
    assert [name for name in names if "/tests/" in name or "conftest" in name] == []


def test_it_asks_for_no_package_of_tables(wheel):
    with zipfile.ZipFile(wheel) as inside:
        metadata = inside.read(next(name for name in inside.namelist() if name.endswith("/METADATA"))).decode()

    asked = [line for line in metadata.splitlines() if line.startswith("Requires-Dist")]
    assert len(asked) > 10 and not re.search("cpca|chinese-address|pandas", "\n".join(asked))


def test_it_serves_from_anywhere(wheel, tmp_path):
    there = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(there)
    kept = {name: value for name, value in os.environ.items() if not name.startswith((*OURS, "DATABASE_URL"))}
    env = kept | {"TONGXING_DATA": str(tmp_path / "data"), "PYTHONPATH": str(there), "PYTHONSAFEPATH": "1"}
    port = free_port()
    parent = os.getpid()
    served = subprocess.Popen(
        [sys.executable, "-m", "tongxing", "serve", "--port", str(port), "--workers", "1", "--no-worker"],
        cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: die_with_parent(parent),
    )  # fmt: skip
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"accept-language": "zh-CN"}) as client:
            assert wait_until(lambda: answers(client), 60)
            page = client.get("/")
            style = re.search(r'/static/core/tongxing[^"]*\.css', page.text)[0]
            areas = client.get("/api/v1/areas", params={"q": "雅江"}).json()
        assert "地点" in page.text and httpx.get(f"http://127.0.0.1:{port}{style}").status_code == 200
        assert areas["items"][0]["code"] == "513325", json.dumps(areas)
    finally:
        served.terminate()
        served.wait(20)


def answers(client):
    """True when somebody answers."""
    try:
        return client.get("/healthz").status_code == 200
    except httpx.HTTPError:
        return False
