"""Which line of a sheet holds its headings, and which of the known fields each heading means."""

import re
from typing import NamedTuple

from tongxing.core.search import fold
from tongxing.core.text import clean_line

NONE = "none"
WITHIN = 20  # lines of a sheet in which the headings are looked for
REQUIRED = re.compile(r"^[*＊※•·\s]+|[*＊※:：\s]+$")
ASIDE = re.compile(r"\s*[(（\[【〔<〈《].*$", re.S)


class Headings(NamedTuple):
    """Where the headings stand: their lines by number (none: the sheet has none), and what they are."""

    lines: tuple
    names: list

    @property
    def key(self):
        """How a form writes it: "3", "3-4", or "none"."""
        return "-".join(map(str, self.lines)) or NONE


def fold_heading(text):
    """A heading as it is compared: without stars, brackets and what stands in them, blanks, line breaks and case."""
    line = REQUIRED.sub("", fold(str(text)[:200]))
    line = ASIDE.sub("", line) or line
    return re.sub(r"\s+", "", REQUIRED.sub("", clean_line(line)))


def known_by(fields):
    """{folded heading: code} of everything that tables call these fields; what stands first wins."""
    known = {}
    for field in fields:
        for heading in (field.code, field.label, *field.headings):
            known.setdefault(fold_heading(heading), field.code)
    return known


def guess(names, known):
    """[code or ""] for each heading; each field once."""
    found = []
    for name in names:
        code = known.get(fold_heading(name), "")
        found.append("" if code in found else code)
    return found


def count_known(names, known):
    """How many different fields these headings name."""
    return len({known[folded] for name in names if (folded := fold_heading(name)) in known})


def find_headings(sheet, known):
    """The line, or the two lines, within the first 20 in which most fields are named; none when no line names two.

    A line that names one field counts when it is half of what the line holds.
    """
    best, most = Headings((), []), 0
    for at in range(min(WITHIN, len(sheet.lines))):
        for lines in (sheet.lines[at : at + 1], sheet.lines[at : at + 2]):
            found = combined(lines, known)
            hits = count_known(found.names, known)
            filled = sum(bool(name.strip()) for name in found.names)
            enough = hits > 1 or hits * 2 >= filled > 0
            if len(lines) == 2:
                enough = enough and is_double(lines, known, hits)
            if enough and (hits > most or (hits == most and len(lines) == 2 and lines[0][0] == best.lines[0])):
                best, most = found, hits
    return best


def is_double(lines, known, hits):
    """True when two lines together are headings: the upper one names two fields, the lower one some, both at least as
    many together as the lower one alone."""
    upper, lower = (count_known(cells, known) for _line, cells in lines)
    return upper > 1 and lower > 0 and hits >= lower and (hits > upper or lower >= upper)


def combined(lines, known):
    """The headings of one or two lines: of each column the lower name where it is known, else both."""
    numbers = tuple(line for line, _cells in lines)
    if len(lines) == 1:
        return Headings(numbers, [name.strip() for name in lines[0][1]])
    (_upper, above), (_lower, below) = lines
    width = max(len(above), len(below))
    above, below = (cells + [""] * (width - len(cells)) for cells in (above, below))
    names, group = [], ""
    for high, low in zip(above, below, strict=True):
        high, low = high.strip(), low.strip()
        group = high or group
        if not low or low == high:
            names.append(high)
        else:
            names.append(low if fold_heading(low) in known or not group else f"{group} {low}")
    return Headings(numbers, names)


def headings_at(sheet, key, known):
    """The headings that a form names: "3", "3-4", "none". None when the sheet has no such lines."""
    if key == NONE:
        return Headings((), [])
    numbers = [int(part) for part in key.split("-") if part.isdecimal() and len(part) < 8]
    lines = [(line, cells) for line, cells in sheet.lines[: WITHIN + 1] if line in numbers]
    return combined(lines, known) if lines and len(lines) == len(numbers) <= 2 else None
