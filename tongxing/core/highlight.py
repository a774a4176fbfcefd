"""What was asked for, shown in what was found: how well a name fits, its fitting signs marked, a line of a long text.

All of it compares folded texts (search.spelt), so that 學校 is marked for 学校, and reads Han signs aloud where Latin
letters were typed, so that 石板沟 is marked for shiban and for sbg. Nothing here asks the database.
"""

import re

from markupsafe import Markup, escape

from .pinyin import readings
from .search import fold, spelt, words_in

EXACT, BEGINS, TOGETHER, HOLDS, ELSEWHERE = range(5)
LONGEST, AROUND = 300, 30
SIGNS = re.compile(r"[*_`#>|\[\]]|\((?:https?:|/)[^)\s]*\)")


def rank_of(names, query):
    """How well the best of some names fits: EXACT, BEGINS with it, holds it TOGETHER, HOLDS its words, or ELSEWHERE."""
    asked, words = "".join(words_in(query)), words_in(query)
    return min((rank_of_one(name, asked, words) for name in names if name), default=ELSEWHERE)


def rank_of_one(name, asked, words):
    """The same for one name."""
    folded = "".join(spelt(name).split())
    if folded == asked:
        return EXACT
    if folded.startswith(asked) or said_from(name[:LONGEST], 0, asked):
        return BEGINS
    if spots(name, asked):
        return TOGETHER
    return HOLDS if all(spots(name, word) for word in words) else ELSEWHERE


def marked(text, query):
    """The text as markup, with <mark> around every sign that fits a word of the query."""
    text, hit = str(text), [False] * len(str(text))
    for word in words_in(query):
        for start, end in spots(text, word):
            hit[start:end] = [True] * (end - start)
    found, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or hit[end] != hit[start]:
            piece = escape(text[start:end])
            found.append(Markup("<mark>%s</mark>") % piece if hit[start] else piece)
            start = end
    return Markup("").join(found)


def excerpt(text, query):
    """A line of a long text around the first word of the query that stands in it literally, marked; "" without one."""
    plain = " ".join(SIGNS.sub("", text).split())
    first = min((start for word in words_in(query) for start, _end in literal(plain, word)[:1]), default=None)
    if first is None:
        return ""
    start, end = max(0, first - AROUND), first + 2 * AROUND
    piece = plain[start:end].strip()
    return Markup("%s%s%s") % ("…" if start else "", marked(piece, query), "…" if end < len(plain) else "")


def spots(text, word):
    """[(start, end)] of a text where a folded word stands, literally or as it is said."""
    if found := literal(text, word):
        return found
    if not (word.isascii() and word.isalpha()):
        return []
    short = text[:LONGEST]
    said = ((start, said_from(short, start, word)) for start in range(len(short)))
    return [(start, end) for start, end in said if end]


def literal(text, word):
    """[(start, end)] of a text where a folded word stands: each sign is folded alone, as one may become several."""
    folded, owner = "", []
    for at, sign in enumerate(text):
        piece = fold(sign).replace("ü", "v")
        folded += piece
        owner += [at] * len(piece)
    found, at = [], folded.find(word)
    while at >= 0:
        found.append((owner[at], owner[at + len(word) - 1] + 1))
        at = folded.find(word, at + len(word))
    return found


def said_from(text, start, word):
    """Where a word of letters ends that the signs from here on say, by syllables or initials; None if not."""
    return by_syllables(text, start, word) or by_initials(text, start, word)


def by_syllables(text, at, word):
    """The end of the signs that say this word; the last syllable may be begun only."""
    if at >= len(text):
        return None
    for syllable in heard(text[at]):
        if syllable.startswith(word):
            return at + 1
        if word.startswith(syllable) and (end := by_syllables(text, at + 1, word[len(syllable):])):  # fmt: skip
            return end
    return None


def by_initials(text, start, word):
    """The end of the signs whose syllables begin with these letters."""
    signs = text[start : start + len(word)]
    fits = len(word) > 1 and len(signs) == len(word)
    fits = fits and all(letter in {one[0] for one in heard(sign)} for sign, letter in zip(signs, word, strict=True))
    return start + len(word) if fits else None


def heard(sign):
    """How a sign may be typed: its readings, ü also as u."""
    known = readings(fold(sign)) if len(fold(sign)) == 1 else []
    return known + [one.replace("v", "u") for one in known if "v" in one]
