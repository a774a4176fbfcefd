"""What fits into one kilo: a little of what is needed at each stop, until a thousand grams are full."""

import re
from typing import NamedTuple

KILO = 1000
SHARE = 150  # grams of one thing before the next has its turn
# Our own round figures: grams of one piece as it is usually bought. The longest word that a title holds counts.
GRAMS = {
    80: "练习本 作业本 笔记本 exercise_book notebook 羽毛球 shuttlecock 帽子 hat",
    150: "图画本 sketch_book 围巾 scarf",
    400: "字典 词典 dictionary dictionaries",
    250: "绘本 课外书 图书 书籍 故事书 picture_book story_book book",
    120: "彩色铅笔 彩笔 蜡笔 水彩笔 crayon coloured_pencil 跳绳 skipping_rope 竖笛 recorder 牙膏 toothpaste 手电 torch",
    6: "铅笔 pencil",
    12: "圆珠笔 中性笔 签字笔 钢笔 pen",
    15: "橡皮 eraser 直尺 尺子 ruler",
    10: "卷笔刀 sharpener 乒乓球 table_tennis_ball 种子 seed",
    90: "粉笔 chalk 毛巾 towel",
    20: "毛笔 brush 牙刷 toothbrush 体温计 thermometer",
    100: "文具盒 笔袋 pencil_case 口琴 harmonica 香皂 肥皂 soap",
    30: "毽子",
    60: "手套 glove",
    50: "袜子 sock",
    40: "创可贴 plaster",
    5: "口罩 mask",
    25: "电池 battery batteries",
}
WEIGHTS = {word.replace("_", " "): grams for grams, words in GRAMS.items() for word in words.split()}


class Packed(NamedTuple):
    """So many pieces of one thing for one stop, and what they weigh together."""

    stop: object
    title: str
    pieces: int
    grams: int


def grams_of(title):
    """What one piece usually weighs; None where that isn't known."""
    found = [word for word in WEIGHTS if holds(title.lower(), word)]
    return WEIGHTS[max(found, key=len)] if found else None


def holds(text, word):
    """True when a text holds a word: a Latin one whole, or with an s at its end."""
    return bool(re.search(rf"\b{word}s?\b", text)) if word.isascii() else word in text


def one_kilo(stops):
    """[Packed] for stops (with `needs`: title, quantity, urgent), at most KILO grams together.

    What is urgent comes first, then the order of the way. In each round every need gets a share (at least one piece),
    and no more than is needed; where no number is said, one share.
    """
    wanted = [(stop, need, need.grams or grams_of(need.title)) for stop in stops for need in stop.needs]
    wanted = sorted(((stop, need, grams) for stop, need, grams in wanted if grams), key=lambda one: not one[1].urgent)
    pieces, left, before = [0] * len(wanted), KILO, None
    while left != before:
        before = left
        for at, (_stop, need, grams) in enumerate(wanted):
            share = max(1, SHARE // grams)
            more = max(0, min(share, (need.quantity or share) - pieces[at], left // grams))
            pieces[at], left = pieces[at] + more, left - more * grams
    packed = zip(wanted, pieces, strict=True)
    return [Packed(stop, need.title, count, count * grams) for (stop, need, grams), count in packed if count]
