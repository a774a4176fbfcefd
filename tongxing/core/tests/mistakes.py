"""Invented names of places, and the mistakes that people make when they type them; the same ones for the same dice."""

from tongxing.core.pinyin import readings

SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
WEIGHTS = [1 / (number + 5) for number in range(len(SIGNS))]
ENDINGS = ["村", "小学", "村小学", "完小", "教学点", "希望小学", "中心小学", "寨"]
KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]


def names(dice, count):
    """So many names: two to four characters, as unequally common as in the bench's texts, and what such places are."""
    read = [(sign, weight) for sign, weight in zip(SIGNS, WEIGHTS, strict=True) if readings(sign)]
    signs, weights = zip(*read, strict=True)
    stems = ("".join(dice.choices(signs, weights, k=dice.choice((2, 3, 3, 4)))) for _ in range(count))
    return [stem + dice.choice(ENDINGS) for stem in stems]


def said(name):
    """A name in Latin letters."""
    return "".join(readings(sign)[0] for sign in name)


def mistyped(dice, name):
    """(what kind of mistake, the name with it): each kind as often as the others."""
    kind = dice.choice(["same sound", "same look", "dropped", "swapped", "added", *["letters"] * 4])
    if kind == "letters":
        return kind, letters_off(dice, said(name))
    at = dice.randrange(min(len(name), 4))  # a mistake in what the place is called, not in 小学
    if kind == "same sound":
        same = [sign for sign in SIGNS if sign != name[at] and readings(sign)[:1] == readings(name[at])[:1]]
        return (kind, name[:at] + dice.choice(same) + name[at + 1 :]) if same else mistyped(dice, name)
    if kind == "same look":  # characters stand in Unicode by what they are made of and how many strokes are added
        near = [chr(ord(name[at]) + step) for step in (-2, -1, 1, 2) if readings(chr(ord(name[at]) + step))]
        return kind, name[:at] + dice.choice(near) + name[at + 1 :]
    return kind, edited(dice, kind, name, at, SIGNS)


def letters_off(dice, word):
    """A word with one keystroke wrong."""
    kind, at = dice.choice(["wrong", "dropped", "swapped", "added"]), dice.randrange(1, len(word) - 1)
    row = next(row for row in KEYS if word[at] in row)
    beside = row[max(0, row.index(word[at]) - 1) : row.index(word[at]) + 2].replace(word[at], "")
    return word[:at] + dice.choice(beside) + word[at + 1 :] if kind == "wrong" else edited(dice, kind, word, at, beside)


def edited(dice, kind, word, at, others):
    """A character left out, two swapped, or one too many."""
    if kind == "dropped":
        return word[:at] + word[at + 1 :]
    if kind == "added":
        return word[:at] + dice.choice(others) + word[at:]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
