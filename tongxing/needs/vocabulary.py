"""The words that a new house begins with: (code, zh, en, ticks); a tick is (code, zh, en, unit zh, unit en, grams).

The weights are our own round figures, to pack a bag by.
"""

CATEGORIES = [
    ("books", "书籍", "Books", [
        ("dictionary", "字典", "Dictionaries", "本", "copies", 400),
        ("story", "故事书", "Story books", "本", "copies", 250),
        ("science", "科普书", "Books on nature and science", "本", "copies", 300),
        ("picture", "绘本", "Picture books", "本", "copies", 350),
        ("teacher", "教师用书", "Books for teachers", "本", "copies", 400),
        ("magazine", "期刊", "Magazines", "册", "issues", 150),
    ]),
    ("paper", "文具", "Stationery", [
        ("exercise", "练习本", "Exercise books", "本", "pieces", 80),
        ("pencil", "铅笔", "Pencils", "支", "pieces", 6),
        ("pen", "水笔", "Pens", "支", "pieces", 12),
        ("colour", "彩笔", "Coloured pencils", "盒", "boxes", 150),
        ("ruler", "尺子", "Rulers", "把", "pieces", 20),
        ("bag", "书包", "School bags", "个", "pieces", 500),
    ]),
    ("sport", "文体用品", "Sport and music", [
        ("ball", "球类", "Balls", "个", "pieces", 450),
        ("rope", "跳绳", "Skipping ropes", "根", "pieces", 120),
        ("pingpong", "乒乓球拍", "Table tennis bats", "副", "pairs", 350),
        ("flute", "竖笛", "Recorders", "支", "pieces", 100),
        ("chess", "棋类", "Board games", "副", "sets", 400),
    ]),
    ("clothes", "衣物被褥", "Clothes and bedding", [
        ("winter", "冬衣", "Winter clothes", "件", "pieces", 900),
        ("shoes", "鞋", "Shoes", "双", "pairs", 500),
        ("gloves", "手套", "Gloves", "双", "pairs", 60),
        ("quilt", "被子", "Quilts", "床", "pieces", 2500),
        ("socks", "袜子", "Socks", "双", "pairs", 50),
    ]),
    ("aids", "教具", "Teaching aids", [
        ("chalk", "粉笔", "Chalk", "盒", "boxes", 300),
        ("globe", "地球仪", "Globes", "个", "pieces", 700),
        ("map", "挂图", "Wall maps", "幅", "pieces", 200),
        ("lab", "实验器材", "Things for experiments", "套", "sets", 1500),
        ("abacus", "算术教具", "Things to count with", "套", "sets", 300),
    ]),
    ("health", "医疗卫生", "Health", [
        ("kit", "药箱", "First-aid kits", "个", "pieces", 800),
        ("soap", "肥皂", "Soap", "块", "pieces", 120),
        ("brush", "牙刷牙膏", "Toothbrushes and paste", "套", "sets", 150),
        ("mask", "口罩", "Masks", "包", "packs", 50),
        ("glasses", "眼镜验配", "Glasses", "副", "pairs", 60),
    ]),
    ("things", "设施设备", "Equipment", [
        ("desk", "课桌椅", "Desks and chairs", "套", "sets", 15000),
        ("computer", "电脑", "Computers", "台", "pieces", 3000),
        ("lamp", "灯具", "Lamps", "盏", "pieces", 600),
        ("stove", "取暖设备", "Heating", "台", "pieces", 8000),
        ("shelf", "书架", "Book shelves", "个", "pieces", 12000),
        ("server", "服务器", "Servers", "台", "pieces", None),
    ]),
    ("courses", "课程活动", "Lessons and activities", [
        ("music", "音乐课", "Music lessons", "节", "lessons", None),
        ("art", "美术课", "Art lessons", "节", "lessons", None),
        ("english", "英语课", "English lessons", "节", "lessons", None),
        ("reading", "阅读课", "Reading together", "次", "times", None),
        ("computer", "电脑课", "Computer lessons", "节", "lessons", None),
        ("health", "健康课", "Lessons on health", "节", "lessons", None),
    ]),
    ("hands", "人手", "Hands", [
        ("teacher", "支教老师", "Teachers who stay", "人", "people", None),
        ("repair", "维修", "Repairs", "次", "times", None),
        ("write", "文字翻译", "Writing and translating", "人", "people", None),
        ("code", "写代码", "Programming", "人", "people", None),
        ("design", "设计", "Design", "人", "people", None),
        ("drive", "运送", "Driving", "次", "times", None),
    ]),
]  # fmt: skip
