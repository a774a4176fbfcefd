"""An archive is believed only when it is whole; cut off, changed or made up ones are refused in a sentence."""

import gzip
import io
import json
import tarfile
from random import Random

import pytest

from tongxing.core.archives import Damaged, Writer, keep_newest, verify

pytestmark = pytest.mark.once
PICTURE = "files/ab/" + "ab" * 32 + ".webp"


@pytest.fixture
def whole(tmp_path):
    """A small archive."""
    path = tmp_path / "whole.tar.gz"
    with path.open("wb") as stream:
        writer = Writer(stream)
        writer.add_rows("people.person", [["id", "name"], *([number, "小满"] for number in range(500))])
        writer.add(PICTURE, io.BytesIO(Random(1).randbytes(20_000)), 20_000)
        writer.add("secret", io.BytesIO(b"s" * 64), 64)
        writer.close(made_at="now", release="x", files=1, database="sqlite", migrations=[])
    return path


def rebuilt(path, change):
    """The same archive after `change({name: bytes}, tar infos)`, packed anew with whole checksums."""
    with tarfile.open(path) as tar:
        inside = [(info, tar.extractfile(info).read()) for info in tar]
    out = path.with_name("changed.tar.gz")
    with gzip.open(out, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for info, data in change(inside):
            info.size = len(data) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(data))
    return out


def test_a_whole_one_is_believed(whole):
    manifest = verify(whole)

    assert manifest["members"]["tables/people.person.jsonl"]["rows"] == 501
    assert set(manifest["members"]) == {"tables/people.person.jsonl", PICTURE, "secret"}


@pytest.mark.parametrize("left", [0, 1, 20, 300, 5000, -1, -9, -100])
def test_one_that_was_cut_off(whole, left):
    data = whole.read_bytes()
    whole.write_bytes(data[:left])

    with pytest.raises(Damaged):
        verify(whole)


@pytest.mark.parametrize("number", range(10))
def test_one_with_a_flipped_bit(whole, number):
    data, random = bytearray(whole.read_bytes()), Random(number)
    data[random.randrange(10, len(data))] ^= 1 << random.randrange(8)
    whole.write_bytes(data)

    with pytest.raises(Damaged):
        verify(whole)


def without(name):
    return lambda inside: [one for one in inside if one[0].name != name]


def swapped(inside):
    """The bytes of a member are others of the same length."""
    return [(info, bytes(reversed(data)) if info.name == PICTURE else data) for info, data in inside]


def named(name, **more):
    """One more member, of this name and kind."""

    def change(inside):
        extra = tarfile.TarInfo(name)
        for field, value in more.items():
            setattr(extra, field, value)
        return [(extra, b"x"), *inside]

    return change


def twice(inside):
    return [inside[0], *inside]


def newer(inside):
    """A manifest of a format that isn't known yet."""
    *rest, (info, data) = inside
    return [*rest, (info, json.dumps(json.loads(data) | {"format": 99}).encode())]


def manifest_first(inside):
    return [inside[-1], *inside[:-1]]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (without(PICTURE), "missing"),
        (without("manifest.json"), "no manifest"),
        (swapped, "was changed"),
        (twice, "twice"),
        (newer, "newer Tongxing"),
        (manifest_first, "follows its manifest"),
        (named("tables/other.thing.jsonl"), "not in its manifest"),
        (named("../../etc/passwd"), "no backup of Tongxing holds"),
        (named("/etc/passwd"), "no backup of Tongxing holds"),
        (named("files/../secret"), "no backup of Tongxing holds"),
        (named("secret", type=tarfile.SYMTYPE, linkname="/etc/shadow"), "no backup of Tongxing holds"),
        (named("secret", type=tarfile.LNKTYPE, linkname="manifest.json"), "no backup of Tongxing holds"),
        (named("secret", type=tarfile.CHRTYPE), "no backup of Tongxing holds"),
        (named("secret", type=tarfile.DIRTYPE), "no backup of Tongxing holds"),
    ],
)
def test_one_that_was_made_up(whole, change, says):
    with pytest.raises(Damaged, match=says):
        verify(rebuilt(whole, change))


def test_what_is_no_archive(tmp_path):
    (tmp_path / "words").write_text("hello")
    for path in (tmp_path / "words", tmp_path / "nothing", tmp_path):
        with pytest.raises(Damaged):
            verify(path)


def test_a_folder_keeps_the_newest(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"tongxing-2026110{day}-000000.tar.gz").touch()
    (tmp_path / "other").touch()

    assert keep_newest(tmp_path, 2) == [f"tongxing-2026110{day}-000000.tar.gz" for day in (1, 2, 3)]
    assert len(list(tmp_path.iterdir())) == 3
