"""Traditional signs and their simplified forms, one by one, so that 學校 and 学校 are found alike.

The table comes from OpenCC, which takes some twenty megabytes while it is loaded: a process of its own reads it once
and goes; what stays is a file in the data folder and a table of a few thousand pairs.
"""

from functools import lru_cache
from pathlib import Path

RANGES = [(0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0)]


def simplify(text):
    """The text with every traditional sign in its simplified form, sign by sign."""
    return text.translate(table())


@lru_cache(maxsize=1)
def table():
    """What `str.translate` asks for: the simplified sign of every sign that has one."""
    from .extracts import extract  # not above: this file is a script too

    pairs = extract(Path(__file__), "opencc")
    return str.maketrans(pairs[0::2], pairs[1::2])


def print_pairs():
    """Every sign that has a simplified form, each followed by it."""
    from opencc import OpenCC

    signs = [chr(code) for first, end in RANGES for code in range(first, end)]
    simple = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    pairs = zip(signs, simple, strict=True)
    print("".join(sign + to for sign, to in pairs if to != sign and len(to) == 1))


if __name__ == "__main__":
    print_pairs()
