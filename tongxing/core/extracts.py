"""Short tables taken out of large packages: a process of its own reads the package once and goes; a file stays."""

import subprocess
import sys
from contextlib import suppress
from importlib.metadata import version


def extract(script, package):
    """The text that a script of ours prints from a package; kept in the data folder while its version holds."""
    from django.conf import settings

    kept = settings.DATA / f"{script.stem}-{version(package)}.txt"
    with suppress(OSError, UnicodeDecodeError):
        text = kept.read_text(encoding="utf-8")
        if text.endswith("\n"):  # written whole
            return text.strip("\n")
    read = subprocess.run([sys.executable, "-X", "utf8", script], check=True, capture_output=True, encoding="utf-8")
    text = read.stdout.strip("\n")
    with suppress(OSError):  # a folder that can't be written costs the next process the same again
        kept.write_text(text + "\n", encoding="utf-8")
    return text
