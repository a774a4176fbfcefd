"""Chinese names as people type them in Latin letters: 石板沟 is found by shibangou, shi ban gou, shibang and sbg.

Every sign has one reading, from pypinyin, and some have others that names of places and people use too. A process of
its own reads the package and goes; what stays is a file in the data folder, and two short texts in memory.
"""

from functools import lru_cache
from itertools import product
from pathlib import Path

FIRST, END = 0x4E00, 0x9FB0
BASE = 0x100  # the sign of the file that means the first syllable
# How names read these signs, beside the first reading of the dictionary.
ALSO = {
    "重": "chong", "都": "du", "长": "chang", "藏": "zang", "乐": "yue", "行": "hang", "六": "lu", "蔚": "yu",
    "单": "shan", "解": "xie", "曾": "zeng", "传": "zhuan", "降": "xiang", "番": "pan", "尉": "yu", "铅": "yan",
    "厦": "xia", "蚌": "beng", "车": "ju", "阿": "e", "区": "ou", "仇": "qiu", "朴": "piao", "查": "zha",
    "峙": "shi", "浒": "xu", "涡": "guo", "洞": "tong", "筠": "jun", "枞": "zong", "堡": "pu", "埔": "bu",
    "缪": "miao", "折": "she", "薄": "bo", "觉": "jiao", "佛": "fo", "勒": "le", "什": "shi", "牟": "mu",
    "泌": "bi", "陂": "pi", "犍": "qian", "坻": "di", "弹": "tan",
}  # fmt: skip
MOST_VARIANTS, LONGEST_NAME, LONGEST_SOUND = 8, 16, 40
# A letter that nobody types begins the tokens with a syllable left out; of so many syllables each is left out in turn.
SKIP, SKIPPED = "ƿ", 8
OUTER = "省州市县区旗乡镇村"  # after these a name begins once more: 雅江县石板沟小学


def sounds_of(*names):
    """The words by which names are found in Latin letters or with a mistake in them (typos.py), as one text."""
    from .search import HAN_RUN, fold

    runs = dict.fromkeys(run for name in names for run in HAN_RUN.findall(fold(name)))
    return " ".join(dict.fromkeys(sound for run in runs for sound in sounds_of_run(run[:LONGEST_NAME])))


def sounds_of_run(run):
    """Every sound of a run of signs, from each on, whole and by initials; ü is written v, as on keyboards, and u."""
    found = []
    for syllables in variants(run):
        for start in range(len(syllables)):
            rest = syllables[start:]
            whole, initials = "".join(rest)[:LONGEST_SOUND], "".join(one[0] for one in rest)
            found += [whole, initials] if len(rest) > 1 else [whole]
    found += [sound.replace("v", "u") for sound in found if "v" in sound]
    return found + skips_of_run(run)


def skips_of_run(run):
    """The sounds of a run with each syllable but the first left out once, from where a name may begin."""
    syllables, found = variants(run)[0], []
    for start in [0, *(at + 1 for at, sign in enumerate(run) if sign in OUTER)]:
        piece = syllables[start : start + SKIPPED]
        if len(piece) > 2:
            found += ["".join((SKIP, *piece[:at], *piece[at + 1 :]))[:LONGEST_SOUND] for at in range(1, len(piece))]
    return found


def variants(run):
    """The readings of a run: that of each sign, and some of the others that names use. A sign without one ends it."""
    choices, count = [], 1
    for sign in run:
        known = readings(sign)
        if not known:
            break
        known = known if count * len(known) <= MOST_VARIANTS else known[:1]
        count *= len(known)
        choices.append(known)
    return list(product(*choices))


def readings(sign):
    """The syllables of a sign without their tones, the usual one first; none for what isn't a common sign."""
    syllables, signs = table()
    at = ord(sign) - FIRST
    if not 0 <= at < len(signs) or (number := ord(signs[at]) - BASE) >= len(syllables):
        return []
    return list(dict.fromkeys([syllables[number], ALSO.get(sign, syllables[number])]))


@lru_cache(maxsize=1)
def table():
    """(all syllables, one sign for each code point that says which of them it is)."""
    from .extracts import extract  # not above: this file is a script too

    syllables, signs = extract(Path(__file__), "pypinyin").split("\n")
    return syllables.split(" "), signs


def print_table():
    """The syllables in order, and for each sign which of them its first reading is."""
    from pypinyin import Style
    from pypinyin.pinyin_dict import pinyin_dict
    from pypinyin.style import convert

    plain = [convert(pinyin_dict.get(code, "").partition(",")[0], Style.NORMAL, False) for code in range(FIRST, END)]
    plain = [one.replace("ü", "v") for one in plain]
    syllables = sorted(set(filter(None, plain)))
    number = {syllable: at for at, syllable in enumerate(syllables)} | {"": len(syllables)}
    print(" ".join(syllables))
    print("".join(chr(BASE + number[one]) for one in plain))


if __name__ == "__main__":
    print_table()
