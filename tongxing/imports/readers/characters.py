"""Which characters the bytes of a text mean: by its mark, by how often a NUL stands in it, by what is common."""

import re
from functools import lru_cache

from tongxing.core.apart import Unreadable

from .words import N_

CODECS = {
    "UTF-8": "utf-8-sig",
    "GB18030": "gb18030",
    "Big5": "big5hkscs",
    "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
}
MARKS = [(b"\xef\xbb\xbf", "UTF-8"), (b"\xff\xfe", "UTF-16 LE"), (b"\xfe\xff", "UTF-16 BE")]
LOOKED_AT = 60_000  # bytes
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
NONSENSE = re.compile(r"[\ufffd\ue000-\uf8ff\u0000-\u0008\u000e-\u0019\u0080-\u009f\u3040-\u30ff\u0400-\u04ff]")
CONTROLS = re.compile(r"[\u0000-\u0008\u000e-\u0019]")
NO_TEXT = N_("The file is neither UTF-8 nor GBK nor Big5 text. Save it as XLSX, or as CSV in UTF-8.")


def decode(data, encoding=""):
    """(name of the encoding, text). What no character set knows becomes U+FFFD, so that it costs its cell alone."""
    label = encoding if encoding in CODECS else judge(data)
    text = data.decode(CODECS[label], errors="replace").removeprefix("\ufeff")
    wrong = len(CONTROLS.findall(text)) + text.count("\ufffd")
    if not encoding and wrong > 3 + len(text) / 50:
        raise Unreadable(NO_TEXT)
    return label, text


def judge(data):
    """The encoding of a text."""
    for mark, label in MARKS:
        if data.startswith(mark):
            return label
    if label := wide(data):
        return label
    if mostly_utf8(data):
        return "UTF-8"
    return max(("GB18030", "Big5"), key=lambda label: likely(data[:LOOKED_AT], label))


def wide(data):
    """UTF-16 without a mark: every other byte of what isn't Chinese is a NUL."""
    some = data[: LOOKED_AT - LOOKED_AT % 2]
    even, odd = some[0::2].count(0), some[1::2].count(0)
    if even + odd < max(2, len(some) // 100):
        return ""
    if odd > 4 * even:
        return "UTF-16 LE"
    return "UTF-16 BE" if even > 4 * odd else ""


def mostly_utf8(data):
    """True when nearly everything beyond ASCII is UTF-8; one bad byte among many is one bad byte."""
    text = data.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    right = sum(1 for character in text if character > "\u007f") - wrong
    return wrong == 0 or right > 6 * wrong


def likely(data, label):
    """How much of a text in this encoding people would write: common characters count for it, nonsense against it."""
    text = data.decode(CODECS[label], errors="replace")
    han = HAN.findall(text)
    common = sum(1 for character in han if character in common_han())
    rare = len(han) - common
    return (common - 3 * rare - 4 * len(NONSENSE.findall(text))) / max(1, len(text))


@lru_cache(maxsize=1)
def common_han():
    """The characters of everyday writing, as GB 2312 and Big5 put them first (3,755 and 5,401)."""
    simple = (bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    lows = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    full = (bytes([high, low]) for high in range(0xA4, 0xC7) for low in lows)
    found = {pair.decode("gb2312", errors="ignore") for pair in simple}
    return frozenset(found | {pair.decode("big5", errors="ignore") for pair in full})
