"""One file that holds a whole installation: how it is written, and how it is proved before anything is believed.

A gzipped tar of `tables/APP.MODEL.jsonl` (one row a line), `files/…` (the bytes of pictures), `secret`, and at the end
`manifest.json` with the size, the SHA-256 and the number of rows of each member, whether the secret is inside, and a
fingerprint by which the right secret is known, which tells nothing of it.
"""

import gzip
import hashlib
import hmac
import io
import json
import os
import re
import tarfile
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path

FORMAT = 1
PIECE = 1 << 20
MOST_MEMBERS, MOST_MANIFEST = 5_000_000, 64 << 20
NAME = re.compile(r"secret|manifest\.json|tables/[a-z_]+\.[a-z_]+\.jsonl|files/[0-9a-f]{2}/[0-9a-f]{64}(-s)?\.webp")


class Damaged(Exception):
    """An archive that can't be believed; the sentence says why."""


class Writer:
    """Adds members one after the other; `close` adds the manifest. A table lies in the folder until it is added."""

    def __init__(self, stream, folder=None):
        self.folder = folder
        self.packed = gzip.GzipFile("", "wb", compresslevel=1, fileobj=stream)
        self.tar = tarfile.open(fileobj=self.packed, mode="w|")  # noqa: SIM115 -- close() ends it
        self.members = {}

    def add(self, name, file, size, rows=None):
        """A member of this size from an open file, hashed while it is read."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        counted = Hashing(file)
        self.tar.addfile(info, counted)
        self.members[name] = {"size": size, "sha256": counted.digest()} | ({} if rows is None else {"rows": rows})

    def add_rows(self, name, lines):
        """A table, row by row, without holding it in memory. Returns how many rows it has."""
        with tempfile.TemporaryFile(dir=self.folder) as file:
            rows = 0
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                rows += 1
            size = file.tell()
            file.seek(0)
            self.add(f"tables/{name}.jsonl", file, size, rows)
        return rows

    def close(self, **facts):
        """Write the manifest, and end."""
        text = json.dumps({"format": FORMAT, **facts, "members": self.members}, ensure_ascii=False).encode()
        self.add("manifest.json", io.BytesIO(text), len(text))
        self.tar.close()
        self.packed.close()


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file):
        self.file, self.hash, self.size = file, hashlib.sha256(), 0

    def read(self, size=-1):
        """The next bytes."""
        data = self.file.read(size)
        self.hash.update(data)
        self.size += len(data)
        return data

    def digest(self):
        """The SHA-256 of what was read."""
        return self.hash.hexdigest()


@contextmanager
def members(path):
    """[(name, size, open file)] of an archive in its order, once, with every doubt raised as Damaged."""
    try:
        with gzip.open(path) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            yield ((info.name, info.size, tar.extractfile(info)) for info in plain(tar))
            while packed.read(PIECE):  # to the very end, where its checksum stands
                pass
    except (tarfile.TarError, EOFError, OSError, zlib.error, UnicodeError, ValueError, OverflowError) as error:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            raise Damaged(f"{path} can't be read ({error.strerror}).") from None
        raise Damaged(f"{path} is no whole archive: it was cut off or changed ({error}).") from None


def plain(tar):
    """The members of a tar, as long as each is an ordinary file under a name that we write, and there once."""
    seen = set()
    for info in tar:
        if not info.isreg() or not NAME.fullmatch(info.name):
            raise Damaged(f"It holds {info.name[:80]!r}, which no backup of Tongxing holds.")
        if info.name in seen or len(seen) >= MOST_MEMBERS:
            raise Damaged(f"It holds {info.name[:80]!r} twice, or far too much.")
        seen.add(info.name)
        yield info


def verify(path, say=lambda words: None):
    """Read an archive to its end and prove it: every member there, whole, and as the manifest says. Returns that."""
    found, manifest = {}, None
    with members(path) as inside:
        for name, size, file in inside:
            if manifest is not None:
                raise Damaged(f"Something ({name}) follows its manifest.")
            if name == "manifest.json":
                manifest = read_manifest(file, size)
                continue
            found[name] = measured(file)
            say(name)
    if manifest is None:
        raise Damaged(f"{path} has no manifest: it was cut off.")
    compare(found, manifest["members"])
    return manifest


def measured(file):
    """Size, SHA-256 and number of lines of a member."""
    counted, lines = Hashing(file), 0
    while data := counted.read(PIECE):
        lines += data.count(b"\n")
    return {"size": counted.size, "sha256": counted.digest(), "rows": lines}


def read_manifest(file, size):
    """The manifest of an archive of a format that is known."""
    if size > MOST_MANIFEST:
        raise Damaged("Its manifest is far too long.")
    manifest = json.loads(file.read())
    if not isinstance(manifest, dict) or not isinstance(manifest.get("members"), dict):
        raise Damaged("Its manifest can't be read.")
    if manifest.get("format") != FORMAT:
        raise Damaged("It was written by a newer Tongxing. Restore it with that one, or a newer one.")
    return manifest


def compare(found, told):
    """Raise when what was found isn't what the manifest tells."""
    for name in sorted(found.keys() | told.keys()):
        if name not in found or name not in told:
            raise Damaged(f"{name} is {'missing' if name not in found else 'not in its manifest'}.")
        for fact, value in told[name].items():
            if found[name].get(fact) != value:
                raise Damaged(f"{name} was changed: its {fact} isn't what the manifest says.")


def rows_of(file):
    """The rows of a table's member, one after the other."""
    for line in file:
        yield json.loads(line)


def keep_newest(folder, count):
    """Remove all but the newest backups of a folder. Returns the names of those removed."""
    known = sorted(Path(folder).glob("tongxing-*.tar.gz"))
    old = known[:-count] if count else []
    for path in old:
        path.unlink()
    return [path.name for path in old]


def fingerprint(secret, salt=None):
    """By which a secret is known again: slow to guess (scrypt, 16 MB), and another one in every archive."""
    salt = salt or os.urandom(16)
    proof = hashlib.scrypt(secret.encode(), salt=salt, n=1 << 14, r=8, p=1)
    return {"salt": salt.hex(), "proof": proof.hex()}


def fits(secret, told):
    """True for the secret of which a manifest tells the fingerprint."""
    try:
        made = fingerprint(secret, bytes.fromhex(told["salt"]))
        return hmac.compare_digest(made["proof"], told["proof"])
    except (KeyError, TypeError, ValueError):
        raise Damaged("The fingerprint of its secret can't be read.") from None
