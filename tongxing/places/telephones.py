"""Telephone numbers and addresses of people in what somebody wrote: they need a consent of their own.

A number is one when it reads like one (a mobile number; an area code and a number that `phonenumbers` knows as valid)
or when a word in front of it says so. Years, heights, sums, distances and numbers of things stay.
"""

import re
from typing import NamedTuple

HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}  # full-width signs, each as one sign
GROUP = re.compile(r"\d+")
BETWEEN = re.compile(r"[ \t\xa0]?[-.·•_—–/()]?[ \t\xa0]?")  # of two groups of one number
MOST_GROUPS, FEWEST_DIGITS, MOST_DIGITS = 11, 7, 16
MOBILE = re.compile(r"(?:0|86|0086)?(1[3-9]\d{9})")
FIXED = re.compile(r"(?:86|0086)?0\d{2,3}\d{7,8}")
SHAPES = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (5, 6), (4, 7), (3, 2, 3, 3), (3, 2, 2, 2, 2), (1,) * 11}
LOOSE = {(4, 3, 4), (4, 4, 3), (2, 3, 3, 3)}  # as years and heights stand side by side, too
WORD = r"电\s?话|手机|座机|固话|宅电|热线|传真|联系方式|联系人?|致电|拨打|号码|tel(?:ephone)?|phone|mobile|mob|fax|call"
CALLED = re.compile(rf"(?:(?:{WORD})(?:号码?)?(?:是|为)?|☎|📞|📱)[\s:.]{{0,4}}$", re.I)
NO_NUMBER = re.compile(
    r"(?:编\s?号|学\s?号|证\s?号|代码|编码|条码|序号|单号|批号|文号|isbn|id|no\.?|№)[\s:#]{0,3}$", re.I
)
LETTER = re.compile(r"[a-z]$", re.I)
MEASURE = re.compile(
    r"\s?(?:[年月日时点]|学年|米|公里|千米|公尺|里|km|m\b|元|块|万|亿|千|人|名|位|个|所|册|本|台|平|亩|户|间|斤|吨|度|%|号(?!码))"
)
EXTENSION = re.compile(r"\s?(?:转|分机|ext\.?|#|-)\s?\d{1,5}(?!\d)", re.I)
MORE = re.compile(r"\s?[/、,，;；或]\s?(\d{7,8})(?!\d)")
CARD = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?!\d)", re.I)
MAIL = re.compile(r"[\w.+\-]{1,64} ?@ ?[\w\-]{1,63}(?: ?\. ?[a-z][\w\-]{1,63}){1,4}", re.ASCII | re.I)
NAMES = r"q{2}群?|扣扣|企鹅号?|msn|微信号?|薇信|weixin|wechat|wx|vx|v信|加v|skype|飞信|旺旺"
ACCOUNT = re.compile(
    rf"(?<![a-z])(?:{NAMES})(?:号码?|帐号|账号)?(?:/?(?:{NAMES})|[(（]?同号[)）]?){{0,2}}"
    r"(?:\s?(?::|是|为)\s?|\s?(?=[\w.+\-]{0,64}[\d_]))[\w.+\-]{5,64}",
    re.ASCII | re.I,
)


class Found(NamedTuple):
    """Where something private begins and ends."""

    start: int
    end: int


def cut_private(text):
    """(text, [what was cut]): telephone numbers, mail addresses and accounts cut out of what somebody wrote."""
    text = str("" if text is None else text)
    pieces, at, cut = [], 0, []
    for start, end in together(found_in(text.translate(HALF))):
        pieces.append(text[at:start])
        cut.append(text[start:end])
        at = end
    return "…".join([*pieces, text[at:]]), cut


def found_in(line):
    """Everything private in a text of half-width signs."""
    found = [Found(*one.span()) for pattern in (MAIL, ACCOUNT, CARD) for one in pattern.finditer(line)]
    groups = list(GROUP.finditer(line))
    at = 0
    while at < len(groups):
        if one := number_at(line, groups, at):
            found.append(one)
            while at < len(groups) and groups[at].start() < one.end:
                at += 1
        else:
            at += 1
    return found


def together(found):
    """The same in their order, each sign once."""
    end = 0
    for one in sorted(found):
        if one.start >= end:
            yield one
            end = one.end


def number_at(line, groups, at):
    """The telephone number that begins with a group of digits, the longest first; None when none does."""
    first = groups[at]
    before = line[max(0, first.start() - 12) : first.start()]
    if before[-1:].isdigit() or re.search(r"\d\.$", before):
        return None
    last, digits = at, len(first[0])
    runs = [at]
    while last + 1 < len(groups) and len(runs) < MOST_GROUPS and joined(line, groups[last], groups[last + 1]):
        last, digits = last + 1, digits + len(groups[last + 1][0])
        if digits > MOST_DIGITS:
            break
        runs.append(last)
    for last in reversed(runs):
        if is_number(line, before, groups[at : last + 1]):
            return whole(line, before, first.start(), groups[last].end())
    return None


def joined(line, one, other):
    """True when nothing stands between two groups of digits that ends a number."""
    between = line[one.end() : other.start()]
    return bool(between) and len(between) <= 3 and bool(BETWEEN.fullmatch(between))


def is_number(line, before, groups):
    """True when these groups of digits are a telephone number, by their shape, what stands before and what follows."""
    digits, shape = "".join(group[0] for group in groups), tuple(len(group[0]) for group in groups)
    if len(digits) < FEWEST_DIGITS:
        return False
    called = CALLED.search(before) is not None
    if not called and is_something_else(line, before, groups):
        return False
    if mobile := MOBILE.fullmatch(digits):
        return called or before.endswith("+") or is_mobile(mobile[1], digits, shape)
    if called and 7 <= len(digits) <= 8:
        return True
    if before.endswith("+") and len(digits) >= 8:
        return is_valid("+" + digits)
    return is_valid(digits) if FIXED.fullmatch(digits) else called and is_valid("0" + digits)


def is_something_else(line, before, groups):
    """True for a number of something that is called so (编号, 学号, ISBN), for a measure, and for K9502-9503."""
    end = groups[-1].end()
    if len(groups) == 1 and MOBILE.fullmatch(groups[0][0]):
        return bool(NO_NUMBER.search(before))
    return bool(NO_NUMBER.search(before) or LETTER.search(before) or MEASURE.match(line, end, end + 6))


def is_mobile(number, digits, shape):
    """True when eleven digits are grouped as people group a mobile number."""
    shape = shape if len(digits) == len(number) else shape[1:] or (11,)
    return shape in SHAPES or (shape in LOOSE and is_valid(number))


def is_valid(digits):
    """True when `phonenumbers` knows the number as one that is given out, in China unless it begins with a plus."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, "CN"))
    except phonenumbers.NumberParseException:
        return False


def whole(line, before, start, end):
    """A number with the word and the plus in front of it, its extension, and a second one behind a stroke."""
    if before.endswith(("+", "(")):
        start, before = start - 1, before[:-1]
    if before.endswith(("+", "(")):
        start, before = start - 1, before[:-1]
    if called := CALLED.search(before):
        start -= len(called[0])
    while more := EXTENSION.match(line, end) or MORE.match(line, end):
        end = more.end()
    return Found(start, end)
