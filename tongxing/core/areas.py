"""The divisions of the country, read from packages, and found by the names that people use for them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connections

from .models import Area
from .search import fold

PEOPLES = (  # noqa: SIM905 -- a list of quoted words reads worse
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
LONG_PEOPLES = [people for people in PEOPLES if len(people) > 1]
PEOPLE = re.compile(rf"(?<=..)(?:(?:{'|'.join(PEOPLES)})族|{'|'.join(LONG_PEOPLES)})$")
KIND = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|林区|地区|省|市|盟|州|县|区|旗)$")
# What an area of this kind is or was called too: 广西省, 甘孜州, 昌都地区, 湟中县 (now a 区), 旬阳县 (now a 市).
OTHER_KINDS = {
    "自治区": ["省", "自治区", "区"],
    "自治州": ["州"],
    "市": ["地区", "县"],
    "区": ["县", "市"],
    "自治县": ["县"],
    "自治旗": ["旗"],
}
# Names given up since 2000 that can't be guessed from the new one, and some that are shorter than can be guessed.
RENAMED = {
    "襄樊": "420600", "思茅": "530800", "大庸": "430800", "淮阴": "320800", "居巢": "340181", "莱芜": "370116",
    "中甸": "533401", "潞西": "533103", "昌都县": "540302", "林芝县": "540402", "那曲县": "540602", "乃东": "540502",
    "崇文": "110101", "宣武": "110102", "卢湾": "310101", "闸北": "310106", "南汇": "310115", "塘沽": "120116",
    "汉沽": "120116", "大港": "120116", "毕节县": "520502", "丽江县": "530721", "商州市": "611002",
    "宜宾县": "511504", "万山特区": "520603", "米泉": "650109", "中卫县": "640502", "通什": "469001",
    "万县": "500101", "铜仁县": "520602", "郫县": "510117", "彬县": "610482", "盘县": "520281", "横县": "450181",
    "户县": "610118", "滦县": "130284", "任县": "130505", "大同县": "140215", "长治县": "140404", "九江县": "360404",
    "上饶县": "361104", "许昌县": "411003", "株洲县": "430212", "芜湖县": "340210", "绍兴县": "330603",
    "博州": "652700", "巴州": "652800", "克州": "653000", "安县": "510705",
}  # fmt: skip


def stem_of(name):
    """What people call an area: 甘孜藏族自治州 is 甘孜, 雅江县 is 雅江; one sign alone (茂县) keeps its kind."""
    stem = KIND.sub("", name)
    while (shorter := PEOPLE.sub("", stem)) != stem:
        stem = shorter
    stem = stem.removesuffix("族") if name != stem else stem
    return stem if len(stem) > 1 else name


def forms_of(area):
    """Every name an area goes by, the official one first."""
    stem, kind = stem_of(area.name), KIND.search(area.name)
    others = (stem + other for other in OTHER_KINDS.get(kind and kind[0], ()))
    return list(dict.fromkeys([area.name, stem, *others, *old_names().get(area.pk, ())]))


@lru_cache(maxsize=1)
def old_names():
    """What areas were called before, by code: 襄樊 and 襄樊市."""
    names = defaultdict(list)
    for old, code in RENAMED.items():
        whole = len(old) > 2 or old.endswith(("县", "州"))
        names[code] += [old] if whole else [old, *(old + kind for kind in "市县区")]
    return names


@dataclass(eq=False)
class Gazetteer:
    """All areas in memory, and which of them a name may mean. Read it through `gazetteer()`."""

    areas: dict = field(default_factory=dict)
    lines: dict = field(default_factory=dict)
    children: dict = field(default_factory=lambda: defaultdict(list))
    named: dict = field(default_factory=lambda: defaultdict(list))

    def line(self, code):
        """The area and those it lies in, itself first."""
        return self.lines[code]

    def peel(self, text):
        """(codes, rest): what the longest name at the beginning of the text may mean, and what follows it."""
        for size in range(min(len(text), 16), 1, -1):
            if codes := self.named.get(text[:size]):
                return codes, text[size:]
        return [], text

    def within(self, codes, outer):
        """Those of the codes that lie in one of the outer areas (or are one); all of them without outer areas."""
        return [code for code in codes if not outer or any(area.pk in outer for area in self.line(code))]


@lru_cache(maxsize=1)
def gazetteer():
    """Names and areas, read once a process; about a megabyte."""
    known = Gazetteer(areas={area.pk: area for area in Area.objects.order_by("level", "code")})
    for code, area in known.areas.items():  # larger ones first
        known.lines[code] = [area, *known.lines.get(area.parent_id, ())]
        known.children[area.parent_id].append(code)
        for form in forms_of(area):
            known.named[form].append(code)
    return known


def find_areas(text, limit=8):
    """Areas by the names people use (雅江, 四川 雅江, 甘孜州, 昌都地区, 襄樊市), best first."""
    known, rest = gazetteer(), re.sub(r"[\s/·,，、.>›-]+", "", fold(text[:80]))
    found, outer, asked = [], set(), rest
    while rest:
        codes, after = known.peel(rest)
        if not (codes := known.within(codes, outer)):
            found = known.within(beginning_with(known, rest), outer)
            break
        found, outer, rest = codes, set(codes), after
    return [known.areas[code] for code in best_first(known, found, asked)[:limit]]


def area_called(text):
    """The area of this code, or the best one of this name; None when it says nothing that is known."""
    return gazetteer().areas.get(text) or next(iter(find_areas(text, limit=1)), None)


def beginning_with(known, text):
    """Areas whose name begins with a text that is no whole name."""
    return list(dict.fromkeys(code for form, codes in known.named.items() if form.startswith(text) for code in codes))


def best_first(known, codes, text):
    """Those whose official name was typed, then the larger ones."""

    def rank(code):
        area = known.areas[code]
        return not text.endswith(area.name), area.level, code

    return sorted(set(codes), key=rank)


def span_of(area):
    """The first and the last code that can lie in an area, itself included; for `area_id__range`."""
    digits = {Area.PROVINCE: 2, Area.PREFECTURE: 4}.get(area.level, 6)
    return area.pk[:digits].ljust(6, "0"), area.pk[:digits].ljust(6, "9")


# -- loading


def fill_areas(using, **kwargs):
    """After migrating: an empty table gets its areas."""
    there = connections[using]
    if Area._meta.db_table in there.introspection.table_names() and not Area.objects.using(using).exists():
        load_areas()


def load_areas():
    """Write all areas, new ones and changed ones alike; none is ever taken away. Returns how many there are."""
    from .divisions import read_divisions

    rows = [Area(**row) for row in read_divisions()]
    for level in (Area.PROVINCE, Area.PREFECTURE, Area.COUNTY):
        Area.objects.bulk_create(
            [row for row in rows if row.level == level], update_conflicts=True, unique_fields=["code"],
            update_fields=["level", "name", "full_name", "parent", "lat", "lon"],
        )  # fmt: skip
    gazetteer.cache_clear()
    return len(rows)
