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
    """Degrees as a number, or None when it is none. A decimal comma is understood; minutes and seconds are below 60."""
    line = plain(text)
    if re.fullmatch(r"[+-]?\d{1,3},\d+", line):
        line = line.replace(",", ".")
    found = DEGREE.fullmatch(line)
    minutes, seconds = (float(found[part] or 0) for part in ("minutes", "seconds")) if found else (60, 60)
    if max(minutes, seconds) >= 60:
        return None
    value = float(found["degrees"]) + minutes / 60 + seconds / 3600
    side = (found["before"] or found["after"] or "").upper()
    return -value if found["sign"] == "-" or side in NEGATIVE else value


def read_pair(text):
    """(lat, lon) of a point in one cell, or None. Latitude first, but where only the other order can be on earth or in
    this part of it, or where the cell says which is which."""
    first, second = halves_of(plain(text))
    lat, lon = read_degree(first), read_degree(second)
    if lat is None or lon is None:
        return None
    eastern = is_eastern(first)
    if eastern is not None and eastern == is_eastern(second):
        return None
    swapped = eastern or abs(lat) > 90 or (lat > 60 and 0 <= lon <= 60)
    return (lon, lat) if swapped else (lat, lon)


def says_sides(text):
    """True when a text says of two numbers on which sides of the earth they are: 30°N, 101°E."""
    return {is_eastern(half) for half in halves_of(plain(text))} == {True, False}


def halves_of(line):
    """The two numbers of a point: each with its side where both say one, else with a comma or blanks between them."""
    sides = list(re.finditer(SIDE, line))
    if len(sides) == 2:
        at = sides[1].start() if sides[0].start() == 0 else sides[0].end()
        halves = [line[:at], line[at:]]
    else:
        halves = PAIR.split(line) if PAIR.search(line) else line.split()
    return [half.strip(" ,;/、|") for half in halves] if len(halves) == 2 else ["", ""]


def is_eastern(half):
    """True where a number says that it is a longitude, False where it says that it is a latitude, else None."""
    found = DEGREE.fullmatch(half)
    side = (found["before"] or found["after"] or "").upper() if found else ""
    return side in EASTERN if side else None
