"""The kinds of places that a new house begins with, and what is asked of each."""

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


def kind_of_name(name):
    """The code of the kind that a place's name says it is, or None."""
    return None
