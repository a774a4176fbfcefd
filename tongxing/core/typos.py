"""What was meant by a query that finds nothing: the same sound, or one character (or one letter) that is wrong.

Names are stored with their sounds (pinyin.py), and with every syllable but the first left out once, marked by SKIP. A
query of Han characters with one of them wrong, missing, too many or swapped then agrees with a name as soon as one
syllable is left out on either side. A query in Latin letters is mended here: each spelling one keystroke away that
is pinyin. All of it are whole tokens or beginnings of tokens, so the index of the exact search answers it.
"""

from functools import lru_cache
from string import ascii_lowercase

from .pinyin import ALSO, LONGEST_NAME, LONGEST_SOUND, SKIP, SKIPPED, readings, table, variants
from .search import HAN_RUN, fold, held, phrases_of, spelt, words_in

# Rows that are looked at, in no order that counts; many more where none of those is among what was asked for.
CANDIDATES, MANY, BEST = 200, 5_000, 30
# Of a long word only the beginning is mended: where that is right already, it finds the name by itself.
MOST_SPELLINGS, LEAST_LETTERS, LONGEST_SYLLABLE, LONGEST_BEGINNING = 100, 4, 6, 13
SAME_SOUND, OTHER = 0.4, 1.0
FAR = 99.0
VOWELS = set("aeiouv")
KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
HEARD_ALIKE = ["aeiou", "nlr", "fh", "pb", "td", "kg", "cqszxj"]


def alike(kind, query, most=CANDIDATES):
    """Where to look for what a query may have meant, the likelier first: keys of things, each for `filter(uid__in=…)`.

    Each is bounded by `most`: a short query that could be anything costs no more than another.
    """
    words = asked(query)
    for more in (sounds_of_word, alternatives):
        meant = [[phrase, *more(word)] for word, phrase in words]
        if any(len(phrases) > 1 for phrases in meant):
            yield held(kind, meant, most=most)


def asked(query):
    """The words of a query, each with the phrase it is; words of pinyin are one word."""
    words = words_in(query)
    if all(word.isascii() and word.isalpha() for word in words):
        words = ["".join(words)] if words else []
    return [(word, phrase) for word in words for phrase in phrases_of(word)]


def alternatives(word):
    """The beginnings of tokens that a word may have meant: its sound, and what is one mistake away."""
    if word.isascii() and word.isalpha():
        return [beginning(one) for one in spellings(word)]
    if not HAN_RUN.fullmatch(word) or len(word) < 2:
        return []
    return [*sounds_of_word(word), *map(beginning, with_one_less(usual(word)[:SKIPPED]))]


def beginning(token):
    """A phrase of one token that is only the beginning of one; longer ones are stored cut."""
    return [token[:LONGEST_SOUND]], True


def sounds_of_word(word):
    """The sounds of two Han characters or more."""
    if not HAN_RUN.fullmatch(word) or len(word) < 2:
        return []
    return [beginning("".join(one)) for one in variants(word) if len(one) == len(word)]


def usual(word):
    """The usual syllable of each character; "" for one that has none."""
    return [(readings(sign) or [""])[0] for sign in word]


def with_one_less(syllables):
    """Beginnings of tokens with which these syllables agree when one is left out of them, of the name, or of both.

    A character without a sound must be the one that is left out.
    """
    silent = [at for at, one in enumerate(syllables) if not one]
    out = silent or range(len(syllables))
    fewer = ["".join(syllables[:at] + syllables[at + 1 :]) for at in out] if len(syllables) > 2 > len(silent) else []
    return dict.fromkeys([*([] if silent else [SKIP + "".join(syllables)]), *fewer, *(SKIP + one for one in fewer)])


# -- pinyin with one mistake in it


@lru_cache(maxsize=1)
def syllables():
    """Every syllable, ü also as u."""
    known = {one for one in (*table()[0], *ALSO.values()) if set(one) & VOWELS}  # not what 嗯 and 呣 are: ng, m
    return frozenset(known | {one.replace("v", "u") for one in known})


@lru_cache(maxsize=1)
def begun():
    """Every beginning of a syllable, and whole ones."""
    return frozenset(one[:end] for one in syllables() for end in range(1, len(one) + 1))


def spellings(word):
    """The pinyin that is one keystroke away from a word: a letter wrong, missing, too many, or two swapped."""
    whole, word = word, word[:LONGEST_BEGINNING]
    if len(word) < LEAST_LETTERS:
        return []
    left, right = reached(word), readable(word)
    found = {word: None} | dict.fromkeys(swap for swap in swaps(word) if readable(swap)[0])
    for start in (at for at, fits in enumerate(left) if fits):
        for end in range(start + 1, min(start + LONGEST_SYLLABLE + 1, len(word)) + 1):
            if right[end]:
                pieces = one_off(word[start:end], end == len(word))
                found |= dict.fromkeys(word[:start] + piece + word[end:] for piece in pieces)
    found.pop(whole, None)
    return list(found)[:MOST_SPELLINGS]


def swaps(word):
    """A word with two neighbouring letters swapped, for each of them."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def reached(word):
    """For each place in a word whether whole syllables end there."""
    fits = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        starts = range(max(0, end - LONGEST_SYLLABLE), end)
        fits[end] = any(fits[start] and word[start:end] in syllables() for start in starts)
    return fits


def readable(word):
    """For each place in a word whether what follows is syllables, the last of them perhaps only begun."""
    size = len(word)
    fits = [False] * size + [True]
    for start in range(size - 1, -1, -1):
        ends = range(start + 1, min(start + LONGEST_SYLLABLE, size) + 1)
        fits[start] = word[start:] in begun() or any(fits[end] and word[start:end] in syllables() for end in ends)
    return fits


@lru_cache(maxsize=4096)
def one_off(piece, last):
    """The syllables one keystroke away from a few letters; of the last one a beginning will do."""
    known, places = begun() if last else syllables(), range(len(piece))
    made = {piece[:at] + piece[at + 1 :] for at in places} | set(swaps(piece))
    made |= {piece[:at] + letter + piece[at:] for at in range(len(piece) + 1) for letter in ascii_lowercase}
    made |= {piece[:at] + letter + piece[at + 1 :] for at in places for letter in taken_for(piece[at])}
    return tuple(sorted((made - {piece}) & known))


@lru_cache(maxsize=64)
def taken_for(letter):
    """The letters that stand beside one on the keyboard, left, right, above and below, or that sound like it."""
    rows = [at for at, row in enumerate(KEYBOARD) if letter in row]
    beside = {
        near for at in rows for row in KEYBOARD[max(0, at - 1) : at + 2]
        for near in row[max(0, KEYBOARD[at].index(letter) - 1) : KEYBOARD[at].index(letter) + 2]
    }  # fmt: skip
    return (beside | {near for alike in HEARD_ALIKE if letter in alike for near in alike}) - {letter}


# -- which of them fits best


def or_alike(found, rows, kind, query, names):
    """(`found`, False); where that is empty, (those of some rows whose names sound or look like the query, True).

    `names` are the columns that hold what things are called. Without a query, or when nothing is alike, as it was.
    """
    if not query or found.exists():
        return found, False
    keys = nearest(rows, kind, query, names)
    return (rows.filter(pk__in=keys), True) if keys else (found, False)


def nearest(rows, kind, query, names):
    """The keys of those of some rows that a query may have meant, the nearest first, at most BEST."""
    for most in (CANDIDATES, MANY):
        named, cut = {}, False
        for keys in alike(kind, query, most):
            found = rows.filter(uid__in=keys).order_by().values_list("pk", *names)
            named |= {row[0]: row for row in found}
            cut = cut or (not named and keys.count() >= most)
        if named or not cut:
            break
    return best_alike(named.values(), query)


def best_alike(named, query):
    """The keys of those (key, name, other name …) whose names are nearest to the query, at most BEST, nearest first."""
    near = nearness(query)
    ranked = sorted((min(map(near, filter(None, names)), default=(FAR, FAR)), -key, key) for key, *names in named)
    return [key for _near, _newest, key in ranked[:BEST]]


def nearness(query):
    """A function that says how far a name is from a query: (mistakes, characters that differ in number)."""
    word = "".join(words_in(query))
    if word.isascii():
        known = {word, *spellings(word)}
        return lambda name: off_in_letters(fold(name), known, len(word))
    return lambda name: off_in_characters(heard(spelt(name)[:40]), heard(word))


def heard(text):
    """Each character with all its readings."""
    return [(sign, sounds_of_sign(sign)) for sign in text]


@lru_cache(maxsize=8192)
def sounds_of_sign(sign):
    """The readings of a character."""
    return frozenset(readings(sign))


def off_in_letters(name, known, size):
    """0 where the sound of the name from some character on begins with one of the spellings, and what is left over."""
    left = FAR
    for run in HAN_RUN.findall(name):
        said = usual(run[:LONGEST_NAME])
        for start in range(len(said)):
            sound = "".join(said[start:])
            if any(sound[:end] in known for end in range(LEAST_LETTERS, LONGEST_BEGINNING + 2)):
                left = min(left, start + abs(len(sound) - size))
    return (0.0 if left < FAR else FAR, left)


def off_in_characters(name, query):
    """The fewest mistakes that make the query of a piece of the name; two that are swapped are one mistake."""
    before, row = [], [0.0] * (len(name) + 1)
    for at, (sign, sounds) in enumerate(query):
        last, before, row = before, row, [at + 1.0]
        for to, (other, others) in enumerate(name):
            cost = 0.0 if sign == other else SAME_SOUND if sounds & others else OTHER
            best = min(before[to] + cost, before[to + 1] + OTHER, row[to] + OTHER)
            if at and to and sign == name[to - 1][0] and query[at - 1][0] == other:
                best = min(best, last[to - 1] + OTHER)
            row.append(best)
    return (round(min(row), 1), float(abs(len(name) - len(query))))
