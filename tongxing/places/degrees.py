"""Points as people write them: 30.03, 30.03°N, 北纬30度03分0秒, 30°1.8′, N30.03, 30,03. Pure functions."""

import re
import unicodedata

MARKS = str.maketrans({"′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "º": "°", "˚": "°"})
NUMBER = r"\d+(?:\.\d+)?"
SIDE = r"[NSEWnsew]|北纬|南纬|东经|西经"
DEGREE = re.compile(
    rf"(?P<before>{SIDE})?[:\s]*(?P<sign>[+-])?\s*(?P<degrees>{NUMBER})\s*(?:[°度d]\s*"
    rf"(?:(?P<minutes>{NUMBER})\s*(?:['分m]|$)\s*)?(?:(?P<seconds>{NUMBER})\s*(?:\"|''|秒|s|$)\s*)?)?"
    rf"\s*(?P<after>{SIDE})?"
)
NEGATIVE = {"S", "W", "南纬", "西经"}
EASTERN = {"E", "W", "东经", "西经"}
PAIR = re.compile(r"\s*[,;/、|]\s*")


def plain(text):
    """Half-width, one kind of minute and second."""
    return unicodedata.normalize("NFKC", str(text).translate(MARKS)).translate(MARKS).strip(" ()[]")


def read_degree(text):
    """Degrees as a number, or None when it is none. A decimal comma is understood."""
    line = plain(text)
    if re.fullmatch(r"[+-]?\d{1,3},\d+", line):
        line = line.replace(",", ".")
    found = DEGREE.fullmatch(line)
    if not found:
        return None
    value = float(found["degrees"]) + float(found["minutes"] or 0) / 60 + float(found["seconds"] or 0) / 3600
    side = (found["before"] or found["after"] or "").upper()
    return -value if found["sign"] == "-" or side in NEGATIVE else value


def read_pair(text):
    """(lat, lon) of a point in one cell, or None. Latitude first, but where only the other order can be on earth or in
    this part of it, or where the cell says which is which."""
    line = plain(text)
    parts = PAIR.split(line) if PAIR.search(line) else line.split()
    if len(parts) != 2:
        return None
    first, second = map(read_degree, parts)
    if first is None or second is None:
        return None
    eastern = any(side in parts[0].upper() for side in EASTERN)
    swapped = eastern or abs(first) > 90 or (first > 60 and 0 <= second <= 60)
    return (second, first) if swapped else (first, second)
