"""The kinds of places that a new house begins with, and what is asked of each."""

import re

from tongxing.core.search import fold

from .likeness import IN_BRACKETS

WORDLESS = re.compile(r"[\W_\d]+")
KINDS = [
    ("school", "学校", "School"),
    ("village", "村庄", "Village"),
    ("community", "社区", "Community"),
    ("clinic", "卫生室", "Clinic"),
    ("library", "图书室", "Library"),
    ("station", "互助站", "Help point"),
    ("home", "福利院", "Children's or old people's home"),
    ("shelter", "庇护所", "Shelter"),
    ("other", "其他", "Something else"),
]
PEOPLE = "village community home"
FACTS = [
    ("pupils", "学生", "Pupils", "number", "school"),
    ("boarders", "住校生", "Boarders", "number", "school"),
    ("teachers", "公办教师", "Teachers", "number", "school"),
    ("substitutes", "代课教师", "Substitute teachers", "number", "school"),
    ("grades", "年级", "Grades", "number", "school"),
    ("classes", "班级", "Classes", "number", "school"),
    ("people", "人口", "People", "number", PEOPLE),
    ("households", "户数", "Households", "number", "village community"),
    ("income", "年人均收入（元）", "Income a head and year (yuan)", "number", "school village"),
    ("helpers", "工作人员", "Staff", "number", "clinic library station home shelter"),
    ("beds", "床位", "Beds", "number", "clinic home shelter"),
    ("books", "图书（册）", "Books", "number", "school library village community"),
    ("computers", "电脑（台）", "Computers", "number", "school library village community"),
    ("library", "图书室", "Library", "yes_no", "school village community"),
    ("computer_room", "电脑室", "Computer room", "yes_no", "school"),
    ("internet", "网络", "Internet", "yes_no", "school village community clinic library station home shelter"),
    ("electricity", "通电", "Electricity", "yes_no", "school village clinic shelter"),
    ("water", "自来水", "Running water", "yes_no", "school village clinic shelter"),
    ("road", "通公路", "A road for cars", "yes_no", "school village clinic"),
    ("supported", "已有机构支持", "Supported by an organisation", "yes_no", "school village home"),
    ("supporter", "支持机构", "Which organisation", "words", "school village home"),
    ("opening_hours", "开放时间", "Open when", "words", "clinic library station community shelter"),
]

# How names end, by kind, the most telling first. A kind that somebody has added is known by what it is called.
ENDINGS = {
    "kindergarten": "幼儿园 幼稚园 托儿所 学前班 幼教点",
    "school": "小学校 小学 完小 村小 初小 中学 初中 高中 一中 二中 三中 四中 附中 附小 学校 中心校 教学点 职高 职中 "
    "学院 大学 一小 二小 三小 四小 寄校 分校 school",
    "clinic": "卫生院 卫生室 卫生所 卫生站 医务室 医院 诊所 保健院 保健站 hospital clinic",
    "home": "敬老院 养老院 老年公寓 福利院 孤儿院 孤儿学校 儿童村 儿童之家 救助站 幸福院 光荣院",
    "library": "图书馆 图书室 书屋 阅览室 书院 library",
    "station": "互助站 服务站 志愿者站 互助点",
    "shelter": "庇护所 避难所 收容所 安置点",
    "community": "居委会 社区居委会 社区",
    "village": "村委会 村民委员会 行政村 自然村 村 屯 寨 village",
}
SAME_AS = {"kindergarten": "school"}  # what is meant where a kind isn't known here


def kind_of_name(name, kinds=None):
    """The code of the kind that a place's name ends in (幼儿园, 敬老院, 村小 …), of those that there are; or None.

    kinds: {code: what it is called}, for whoever asks about many names; without it they are read.
    """
    kinds = known_kinds() if kinds is None else kinds
    text = WORDLESS.sub("", IN_BRACKETS.sub("", fold(name))) or WORDLESS.sub("", fold(name))
    found = {fold(called): code for code, called in kinds.items() if code != "other"}
    for code, words in ENDINGS.items():
        if (there := code if code in kinds else SAME_AS.get(code)) in kinds:
            found |= {word: there for word in words.split()}
    fitting = [word for word in found if word and text.endswith(word) and text != word[-1]]
    return found[max(fitting, key=len)] if fitting else None


def known_kinds():
    """{code: what it is called in Chinese} of all kinds that there are."""
    from .models import PlaceKind

    return dict(PlaceKind.objects.values_list("code", "zh"))
