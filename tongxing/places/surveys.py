"""What people write into a survey form by hand, understood as far as it goes. Pure functions; none of them raises.

Every answer holds a value (None: unknown), how sure that is, and what was written beside it and left out.
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

SURE, ROUGH, UNKNOWN, UNCLEAR = "sure", "rough", "unknown", "unclear"
MOST = 999_999_999
MOST_SIGNS = 16  # of a thing that is wished for; what is longer is a sentence
LONGEST_COUNT = 200
LONGEST = 4_000  # signs of one answer that are read; nobody writes more into a line of a form

NOTHING = re.compile(
    r"[\s/\\\-—_~.。,，:;?□☐()（）…]*|(?:暂|目前)?无|(?:都|还|暂)?没有?|不太?清楚|不详|不明|不知道?|未[知明定]?|未(?:记|纪)录|未统计|去年|今年|前年"
    r"|n/?a|none|unknown|nil"
)
NUMERALS = dict(zip("〇零一二三四五六七八九", [0, *range(10)], strict=True)) | {"两": 2}
WEIGHTS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
HAN = "〇零一二三四五六七八九两十百千万"
DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
ABOUT = r"大约|大概|约摸|约|近|将近|接近|差不多|上|不到|不足|超过|至少|最多|估计|可能|rmb"
UNITS = (
    r"(?:个(?:年级|班级|班|人)?|人|名|位|所|年级|班级|班|册|本|台|部|间|户|元|块|年|套"
    r"|多|余|几|来|左右|上下|以上|以下|以内|不到|\+|[。.])"
)
NUMBER = rf"(?:{DIGITS})(?:\.\d+)?\s*[千万]?|[{HAN}]+"
COUNT = re.compile(
    rf"(?P<about>(?:{ABOUT}){{0,4}})[¥￥]?\s*(?P<first>{NUMBER})(?P<unit>(?:\s*{UNITS})*)"
    rf"(?:\s*(?:-+|—+|~+|至|到)\s*(?P<last>{NUMBER})(?P<unit_of_last>(?:\s*{UNITS})*))?"
)
ROUGHLY = re.compile(r"多|余|几|来|左右|上下|以上|以下|以内|不到|\+")
SPAN = re.compile(r"^([一二三四五六七八])([二三四五六七八九])([十百千万])")

LABELS = {
    "pupils": "学生人数 学生数 学生",
    "girls": "其中女生数 女生人数 女生数 女生",
    "boarders": "住校生 寄宿生",
    "boarding": "是否住宿",
    "fees": "学杂费用 学杂费",
    "state": "校舍状态 校舍",
    "busy": "学校是否有农忙期",
    "classes": "班级数",
    "internet": "是否能上网 能否上网 上网",
    "teachers": "公办教师 办公教师 公办 教师人数 老师人数 教师 老师",
    "substitutes": "代课教师 授课教师 代课老师 代课 授课",
    "volunteers": "支教老师 支教",
}
LABEL_OF = {word: code for code, words in LABELS.items() for word in words.split()}
LABEL = re.compile("|".join(sorted(LABEL_OF, key=len, reverse=True)))

TICK = "√✓✔☑☒■●▲∨"
BOX = "□☐○×✗✘"
MARK = rf"(?:[{TICK}{BOX}]|(?<![A-Za-z])[vVxX](?![A-Za-z]))"
MARKS = re.compile(rf"({MARK}(?:\s*{MARK})*)")
TOLD = re.compile(r"[(（][^()（）]{0,60}(?:可多选|请注明|即可|Y/N|y/n)[^()（）]{0,20}[)）]")
FORM_NUMBER = re.compile(r"\s*\d{1,2}\s*[.、]?\s*$")  # of the line that follows on the form, typed along with this one
YES = re.compile(r"(?:√|✓|✔|☑|■|●|▲|∨|v\b|yes\b|y\b|true\b|1$|有|是|能|可以|可|已|通|对|会)")
NOT_KNOWN = re.compile(r"不详|不清楚|不太清楚|不明|不知|未知|未记录|未纪录|未统计|unknown|n/a")
NO = re.compile(r"(?:□|☐|○|×|✗|✘|x\b|no\b|n\b|false\b|0$|无|没|否|不|未|缺)")


class Answer(NamedTuple):
    """What an answer means: `value` (None: unknown), `certainty` (one of four words), and what was left out of it."""

    value: object
    certainty: str
    left_out: str = ""


def plain(text):
    """An answer on one line: half-width signs, no markup (also markup that was cut off), blanks folded."""
    line = unicodedata.normalize("NFKC", str("" if text is None else text)[:LONGEST])
    return " ".join(re.sub(r"<[A-Za-z/][^<>]*(?:>|$)", " ", line).split())


def says_nothing(text):
    """True for an empty answer, and for all the ways of writing that one doesn't know."""
    return bool(NOTHING.fullmatch(text.strip(" 。.,，、;:").lower()))


def number_of(text):
    """A whole number out of digits (1,000; 1.2万; 3千) or Chinese numerals up to 9,999万; None for anything else."""
    text = text.replace(",", "").replace(" ", "")
    if text[:1].isascii() and text[:1].isdigit():
        weight = WEIGHTS.get(text[-1:], 1)
        try:
            found = round(float(text[:-1] if weight > 1 else text) * weight)
        except (ValueError, OverflowError):
            return None
        return found if found <= MOST else None
    return numeral_of(text)


def numeral_of(text):
    """The same of Chinese numerals alone: 三十五, 二百零三, 一千两百, 一百五 (150), and 二〇〇七 sign by sign."""
    if not text or set(text) - set(HAN):
        return None
    if not set(text) & WEIGHTS.keys():
        digits = "".join(str(NUMERALS[sign]) for sign in text)
        return int(digits) if len(digits) <= 9 else None
    total = part = digit = 0
    last = 1
    for sign in text:
        if sign == "万":
            total, part, digit, last = (total + part + digit) * 10_000 or 10_000, 0, 0, 10_000
        elif sign in WEIGHTS:
            part, digit, last = part + (digit or 1) * WEIGHTS[sign], 0, WEIGHTS[sign]
        else:
            digit, last = NUMERALS[sign], 1 if NUMERALS[sign] == 0 else last
    found = total + part + digit * (last // 10 if last > 10 else 1)
    return found if found <= MOST else None


def read_count(text):
    """How many there are. A span counts by its lower end, and “none” (无) is as little known as an empty line.

    The first number is taken; what stands around it is left out and said.
    """
    line = plain(text)
    if says_nothing(line):
        return Answer(None, UNKNOWN)
    if "几十" in line or "数十" in line:
        return Answer(None, UNCLEAR, line)
    opened = SPAN.sub(r"\1\3到\2\3", line[:LONGEST_COUNT])
    found = COUNT.search(opened)
    value = number_of(found["first"]) if found else None
    if value is None:
        return Answer(None, UNCLEAR, line)
    rough = found["about"] or found["last"] or ROUGHLY.search(found["unit"] + (found["unit_of_last"] or ""))
    if found["last"] and (number_of(found["last"]) or 0) < value:
        value = number_of(found["last"]) or value
    rest = f"{opened[: found.start()]} {opened[found.end() :]}".strip(" 。.,，、;:/□")
    return Answer(value, ROUGH if rough else SURE, rest)


def read_counts(text, first):
    """{code: Answer} of an answer that holds several, each after its own word: “公办8代课5”, “13 学生人数：452”.

    What stands before the first word is `first`. Only what was said is in it.
    """
    parts, line = [], plain(text)
    marks = list(LABEL.finditer(line))
    parts.append((first, line[: marks[0].start()] if marks else line))
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        parts.append((LABEL_OF[mark[0]], line[mark.end() : after.start() if after else None]))
    found = {}
    for code, said in parts:
        said = TOLD.sub("", said).strip(" :;,，、")
        if said and code not in found:
            found[code] = read_tick(said) if code in ("boarding", "busy", "internet") else read_count(said)
    return found


YEAR_SAID = r"(?P<year>(?:19|20)\d\d|\d\d|[〇零一二三四五六七八九]{4})"
DAY = re.compile(
    rf"(?<![\d./-]){YEAR_SAID}\s?[年./-]\s?"
    rf"(?:(?P<month>1[0-2]|0?[1-9]|[{HAN}]{{1,3}})(?!\d)\s?(?:[月./-]\s?"
    rf"(?:(?P<day>3[01]|[12]\d|0?[1-9]|[{HAN}]{{1,3}})(?!\d)\s?[日号]?)?)?)?"
)
TOGETHER = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
YEAR = re.compile(r"(?<![\d./-])((?:19|20)\d\d)(?!\d)")
REPUBLIC = re.compile(r"(?:中[华華])?民[国國]\s?(元|\d{1,3}|[〇零一二三四五六七八九十百]{1,5})\s?年?")
LAST = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d)(?!\d)")  # the year comes last
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
IN_ENGLISH = re.compile(
    rf"(?<![a-z\d])(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{'|'.join(MONTHS)})[a-z]{{0,6}}\.? "
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.I,
)
CLOCK = re.compile(r"[T ]?\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)? ?(?:Z|[+-]\d\d:?\d\d)?$", re.I)
WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]$")
SPAN_OF_DAYS = re.compile(r"(?:-+|—+|~+|至|到|初|中旬|上旬|下旬|底|末|左右|前后|学年|春|夏|秋|冬|上半年|下半年)")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
SERIALS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}  # day nought of a workbook's two ways of counting
FIRST_SERIAL, LAST_SERIAL = date(1950, 1, 1), date(2100, 1, 1)


def read_day(text, *, epoch=None):
    """The day, month or year of something: 2007-11-02, 2007-11, 2007. A span counts by its beginning, and is rough.

    Two digits are a year from 1950 to 2049, roughly unless 年 follows. Without a year (5月2日, 去年) nothing is known;
    06.05.2024 and 11/10/2007 are unclear, for nobody can say which of them is the month. epoch: 1900 or 1904 for a
    column of days in a workbook, where a bare number of five digits counts days.
    """
    line = plain(text).replace("。", ".").replace("．", ".")
    line = WEEKDAY.sub("", CLOCK.sub("", line).strip()).strip()
    if says_nothing(line) or not re.search(rf"[\d{HAN}元]", line):
        return Answer(None, UNKNOWN, "" if says_nothing(line) else line)
    if epoch and (day := counted_day(line, epoch)):
        return Answer(day, SURE)
    line = REPUBLIC.sub(in_our_years, line)
    parts, found, sure = parts_of_day(line)
    day = day_of(*parts) if parts and None not in parts else None
    if day is None:
        return Answer(None, UNCLEAR, line)
    rest = f"{line[: found.start()]} {line[found.end() :]}".strip(" 日号.,，、;:")
    spans = SPAN_OF_DAYS.match(rest) or (rest and found[0].endswith("-"))
    return Answer(day, SURE if sure and not spans else ROUGH, rest)


def counted_day(line, epoch):
    """The day that a bare number counts from a workbook's day nought; None for a number that is no day of our time."""
    if not (found := SERIAL.fullmatch(line)):
        return None
    day = SERIALS[epoch] + timedelta(days=int(found[1]))
    return day.isoformat() if FIRST_SERIAL <= day <= LAST_SERIAL else None


def in_our_years(found):
    """A year of the Republic (民国113年, 民国元年) as ours."""
    year = 1 if found[1] == "元" else number_of(found[1])
    return f"{1911 + year}年" if year and year < 190 else found[0]


def parts_of_day(line):
    """((year, month, day) as far as they are said, where, how sure) of the first day in a line; Nones when unclear."""
    if found := LAST.search(line):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        month, day = (other, one) if one > 12 else (one, other)
        return ((year, month, day) if one > 12 or other > 12 or one == other else None), found, True
    if found := IN_ENGLISH.search(line):
        month = MONTHS.index(found["month"].lower()) + 1
        day = found["first"] or found["day"]
        return (int(found["year"]), month, *([int(day)] if day else [])), found, True
    if found := TOGETHER.search(line) or DAY.search(line) or YEAR.search(line):
        parts = [number_of(part) for part in found.groups() if part]
        return parts, found, len(found[1]) == 4 or "年" in found[0]
    return None, None, False


def day_of(year, month=None, day=None):
    """A day, month or year that exists, as ISO 8601 writes it; None for one that doesn't."""
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return None
    if not 1900 <= year <= 2100:
        return None
    return whole if day else whole[:7] if month else whole[:4]


def read_tick(text):
    """True, False or None (unknown) of a box or a word: √ v 有 是, □ × x 无 否; of “有√ 无□” the one that is ticked."""
    line = TOLD.sub(" ", plain(text)).lower()
    asked, colon, rest = line.partition(":")
    line = (rest if colon and re.search(r"是否|能否|有无", asked) else line).strip(" :。.,，;")
    if (
        re.match(r"不详|不清楚|不太清楚|不明|不知|未知|未记录|未纪录|未统计|unknown|n/a", line)
        or not line
        or line == "/"
    ):
        return Answer(None, UNKNOWN)
    boxes, note = read_ticks(line)
    if len(boxes) > 1:
        return read_choice(boxes, line)
    if MARKS.fullmatch(line):
        return Answer(is_ticked(line), SURE)
    for value, words in ((False, NO), (True, YES)):
        if found := words.match(line):
            return Answer(value, SURE, line[found.end() :].strip(" 。.,，;"))
    if len(boxes) == 1:
        return Answer(next(iter(boxes.values())), SURE, next(iter(boxes)))
    return Answer(None, UNCLEAR, note or line)


def read_choice(boxes, line):
    """The same of several boxes: 是√ 否□ 未知□."""
    ticked = [word for word, on in boxes.items() if on]
    if not ticked:
        return Answer(None, UNKNOWN)
    if len(ticked) > 1 or re.match(r"未知|不", ticked[0]):
        return Answer(None, UNKNOWN if len(ticked) == 1 else UNCLEAR, line if len(ticked) > 1 else "")
    for value, words in ((False, NO), (True, YES)):
        if words.match(ticked[0]):
            return Answer(value, SURE)
    return Answer(None, UNCLEAR, line)


def read_ticks(text):
    """({word: ticked}, what was written beside) of a line of boxes, the mark after its word or before it."""
    line = TOLD.sub(" ", plain(text)).strip()
    pieces = MARKS.split(line)
    words, marks = pieces[0::2], pieces[1::2]
    if not marks:
        return {}, line
    first = not words[0].strip()
    found, notes = {}, []
    for at, mark in enumerate(marks):
        beside = words[at + 1] if first else words[at]
        word, note = (beside.split() or [""])[0 if first else -1], beside.split()
        notes += note[1:] if first else note[:-1]
        if word := word.strip("()（）,，、;:。"):
            found[word[:40]] = found.get(word[:40], False) or is_ticked(mark)
    notes += [] if first else words[-1].split()
    return found, " ".join(notes).strip()


def read_wishes(text):
    """The words that are ticked, and those written beside the boxes or instead of them, as a tuple; no whole sentences.

    Boxes of which none is ticked say that nothing is known.
    """
    boxes, beside = read_ticks(text)
    listed = re.split(r"[、,，;；。]|等(?!\w)|\s", FORM_NUMBER.sub("", beside))
    others = [word.strip(" .:：()（）") for word in listed]
    others = [word for word in others if word and not says_nothing(word)]
    wishes = [word for word, on in boxes.items() if on] + [word for word in others if len(word) <= MOST_SIGNS]
    prose = " ".join(word for word in others if len(word) > MOST_SIGNS)
    if wishes:
        return Answer(tuple(dict.fromkeys(wishes)), SURE, prose)
    return Answer(None, UNCLEAR if prose else UNKNOWN, prose)


def is_ticked(mark):
    """True when a tick stands in a box, or over it."""
    return any(sign in TICK or sign in "vV" for sign in mark)


def read_money(text):
    """Whole yuan, the lower end of a span; rough when it says so. Fen are dropped."""
    return read_count(re.sub(r"(?i)人民币|rmb|[¥￥]", "", plain(text)))
