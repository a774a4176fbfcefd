"""What the columns of a table of places may mean, and what tables call it."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxing.core.areas import find_areas
from tongxing.imports.hooks import Field

from .models import Fact

WHERE = ("province", "prefecture", "county", "town")
FIELDS = [
    ("name", _("Name"), "名称 名字 学校名称 学校名 学校 校名 学校全称 单位名称 机构名称 "
     "地点 地点名称 村名 村庄 title school name:zh"),
    ("other_names", _("Other names"), "别名 曾用名 又名 简称"),
    ("kind", _("Kind"), "类型 类别 学校类型 学校类别 学段 amenity"),
    ("province", _("Province"), "省 省份 省市 省/直辖市 省区 省级"),
    ("prefecture", _("City or prefecture"), "市 州 市州 市/州 地市 地级市 城市 地区 city"),
    ("county", _("County or district"), "县 区县 县区 县市 县市区 县/区 区/县 区 旗 district"),
    ("town", _("Township"), "乡镇 乡 镇 街道 乡/镇 乡镇街道 所在乡镇 township"),
    ("area_code", _("Code of the area"), "行政区划代码 区划代码 行政区代码 adcode"),
    ("address", _("Address"), "地址 详细地址 学校地址 所在地 所在地址 校址 通讯地址 位置 地理位置 详细位置 addr:full"),
    ("lat", _("Latitude"), "纬度 北纬 latitude y"),
    ("lon", _("Longitude"), "经度 东经 lng long longitude x"),
    ("point", _("Latitude and longitude in one"), "经纬度 坐标 纬度/经度 经度/纬度 纬度,经度 经度,纬度 "
     "经纬度坐标 gps gps坐标 location latlng"),
    ("datum", _("Which map the point is from"), "坐标系 坐标系统"),
    ("about", _("What one should know"), "intro 简介 介绍 学校简介 学校介绍 描述 概况 学校概况 description"),
    ("way", _("How to get there"), "route 交通指南 交通 交通方式 路线 怎么去 乘车路线"),
    ("way_from", _("From where"), "出发地 乘车地点 从哪里出发"),
    ("way_cost", _("What it costs"), "charge 费用 车费 价格 路费"),
    ("way_time", _("How long it takes"), "duration 时间 路上时间 用时"),
    ("sights", _("What lies near by"), "sight 附近景点 周边景点 景点"),
    ("surveyor", _("Who surveyed it"), "finder 收集人 调查人 信息收集人 收集人姓名 收集人姓名/网名"),
    ("surveyed_on", _("When it was surveyed"), "survey_at 调查时间 调查日期 收集日期 收集时间 走访日期 走访时间"),
    ("as_of", _("As of when"), "日期 统计日期 统计时间 数据日期"),
    ("source", _("Its source"), "来源 数据来源 信息来源"),
    ("old_id", _("Its number in your table"), "id 编号 学校编号 学校代码 学校标识码 @id"),
]  # fmt: skip
RARE = [("uid", _("Its number in Tongxing")), ("precision", _("How exact")), ("changed_at", _("When it was changed"))]
HEADINGS = {
    "pupils": "students 学生 学生数 学生人数 学生总数 学生总人数 在校学生 在校学生数 在校学生人数 "
    "在校生 在校生数 在校生人数",
    "teachers": "教师 老师 教师数 老师数 教师人数 老师人数 教职工 教职工数 教职工人数 专任教师 专任教师数",
    "substitutes": "代课教师 代课老师 代课 代课教师数",
    "boarders": "住校生 住校生数 寄宿生 寄宿生数 寄宿生人数 住宿生 住宿生数",
    "classes": "班级 班级数 班数 教学班 教学班数",
    "grades": "年级 年级数",
    "books": "图书 图书数 图书册数 图书数量 藏书 藏书量 藏书册数 藏书数",
    "computers": "电脑 电脑数 电脑台数 计算机 计算机数 计算机台数",
    "library": "图书室 是否有图书室 有无图书室 图书馆 是否有图书馆",
    "computer_room": "电脑室 是否有电脑室 有无电脑室 微机室 机房",
    "internet": "网络 是否能上网 能否上网 是否通网 有无网络 上网",
    "electricity": "通电 是否通电",
    "water": "自来水 是否有自来水 是否通自来水 通自来水",
    "road": "通公路 是否通公路",
    "people": "人口 人口数 总人口",
    "households": "户数 总户数",
    "beds": "床位 床位数",
}
COUNTS = {
    "pupils": _("Pupils"),
    "teachers": _("Teachers"),
    "substitutes": _("Substitute teachers"),
    "classes": _("Classes"),
    "books": _("Books"),
    "computers": _("Computers"),
}
NAMED = re.compile(r"(?:小学|中学|完小|学校|教学点|幼儿园|村|卫生室|图书室|福利院|敬老院)(?:测)?$")
SUM = re.compile(r"(?:合计|总计|小计|共计|平均|总数|汇总|total|sum)[:：]?", re.I)
REMARK = re.compile(
    r"(?:备注|附注|注|说明|填表说明|填报说明|填表人|制表人?|审核人?|填报人|填表日期|制表日期|联系人)\s*\d*\s*[:：]|填表说明$|注意事项"
)


def fields():
    """[Field] of everything that a column may mean: the record's own, then what is asked of a kind."""
    own = [Field(code, label, tuple(words.split())) for code, label, words in FIELDS]
    own += [Field(code, label, rare=True) for code, label in RARE]
    taken, facts = {field.code for field in own}, []
    for code, label, names in asked():
        if code not in taken:
            facts.append(Field(code, label, (*names, *HEADINGS.get(code, "").split())))
            later = gettext("%(fact)s: as of when") % {"fact": label}
            facts.append(Field(f"{code}_as_of", later, rare=True))
    return own + facts


def asked():
    """(code, label, names) of every fact: those that are asked of a kind, and the counts of a school."""
    known = [(fact.code, str(fact), (fact.zh, fact.en)) for fact in Fact.objects.all()]
    codes = {code for code, _label, _names in known}
    return known + [(code, str(label), ()) for code, label in COUNTS.items() if code not in codes]


def guess_by_values(columns):
    """[code or ""] of columns without headings, each given as its first values: names, areas, degrees are known."""
    found = []
    for values in columns:
        said = [value.strip() for value in values if value.strip()]
        code = next((code for code, fits in LOOKS.items() if code not in found and said and mostly(fits, said)), "")
        found.append(code)
    return found


def mostly(fits, values):
    """True when at least two thirds of the values fit."""
    return 3 * sum(map(bool, map(fits, values))) >= 2 * len(values)


def degree_between(low, high):
    """A test for numbers with a fraction in a span of degrees."""

    def fits(value):
        try:
            return "." in value and low < float(value) < high
        except ValueError:
            return False

    return fits


def of_level(level):
    """A test for the names of areas of a level."""

    def fits(value):
        areas = find_areas(value, limit=1) if len(value) < 14 else []
        return bool(areas) and areas[0].level == level

    return fits


LOOKS = {
    "name": NAMED.search,
    "province": of_level(1),
    "prefecture": of_level(2),
    "county": of_level(3),
    "lat": degree_between(3, 54),
    "lon": degree_between(73, 136),
}


def aside(row):
    """True for a row that is no place: a sum, a remark under the table."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    first = row.values.get("name", "").strip() or (filled[0] if filled else "")
    return bool(SUM.fullmatch(first) or REMARK.match(first) or (filled and SUM.fullmatch(filled[0])))
