"""What the places and teams of the demo world lack, what people give, and who goes where. All invented."""

# where (a place, or the short of a space) | tick | how many | what is written about it | who says so | urgent for days
NEEDS = """
石板沟小学|books-dictionary|30|带拼音的，三年级一人一本就够。|ashu|12
石板沟小学|courses-reading|4|来讲一次故事，四十分钟，孩子们会提问。|ashu|
云顶坝教学点|things-stove|1|只缺烟管，直径十厘米，两米长。|xiaoman|20
云顶坝教学点|clothes-gloves|11|小号，孩子冬天要自己生炉子。|xiaoman|20
折多沟口小学|paper-exercise|120|单行本，不要印卡通。|linge|
折多沟口小学|sport-ball|6|三个篮球、三个足球，带打气筒。|linge|
半山梨树小学|books-story|60|四到六年级能自己读的。|yuanyuan|
半山梨树小学|aids-globe|1|教室里放得下的大小。|yuanyuan|
八角楼寄宿班|things-lamp|64|手电，充电的。周五走夜路用。|ashu|25
苹果坪小学|sport-ball|8|操场是斜的，球会滚到河边，旧的也行。|xiaoman|
火把梁小学|books-picture|40|带拼音的图画书。|linge|
脚夫桥小学|clothes-shoes|20|雨鞋，32 到 36 码。|yuanyuan|
两河口小学|clothes-shoes|14|女足的球鞋，34 到 38 码。|ashu|30
黑颈鹤小学|aids-lab|1|双筒望远镜，看鹤用。|xiaoman|
烤火房小学|things-lamp|12|护眼台灯。|linge|
江风小学|books-science|50|请分成小包，码头要背上去。|yuanyuan|
风雨桥小学|courses-art|2|教一节画桥的课，材料我们备。|ashu|
泸定老街互助站|health-kit|3|常用的纱布、碘伏、退烧贴。|xiaoman|8
tingjian|hands-write|3|把说明书译成英文，一次两小时。|tingfeng|
tingjian|hands-design|1|画一个让低视力的人也看得清的标志。|tingfeng|
tingjian|things-server|1|每晚跑一次测试，两核四吉就行。|tingfeng|15
wutongli|hands-repair|5|修小家电的下午，会用万用表就行。|heli|
""".strip()

# who | in whose name (a space's short, or empty) | category | form | title | how many | unit | terms | area | about
OFFERS = """
dami||hands|skills|修电器的下午|4|次|自带零件费，坏得太狠的修不了。|上海市 长宁区|每月第二个周六。
xiaoman|shunlu|books|goods|旧字典二十本|20|本|自取，或者托去川西的人捎。|四川省 成都市|新南门行李房放着，八成新。
leo||things|servers|一台闲着的小服务器|1|台|跑测试可以，不跑挖矿。|浙江省 杭州市|两核四吉，带宽五兆。
heli|wutongli|courses|venue|社区客厅的周三晚上|8|次|走的时候把椅子放回去。|上海市 长宁区|坐得下二十个人，有投影。
laofan||hands|transport|去康定的后备箱|2|次|一次最多三个纸箱，不捎活物。|四川省 成都市|每月跑一趟，走雅安、泸定。
qingning||hands|promotion|画一张活动海报|3|张|给我三句话和一个日期就行。||两天交稿。
""".strip()

# place, tick of its need, who gives, how many, how far it has come, a word with it
GIFTS = [
    ("折多沟口小学", "paper-exercise", "douma", 40, "thanked", "班上家长凑的"),
    ("折多沟口小学", "paper-exercise", "mumu", 50, "confirmed", "寄到县城客运站"),
    ("折多沟口小学", "paper-exercise", "laofan", 30, "confirmed", "顺路捎到校门口"),
    ("石板沟小学", "books-dictionary", "xiaoman", 10, "sent", "托班车带到雅江"),
    ("石板沟小学", "books-dictionary", "nannan", 5, "offered", "我有五本新的"),
    ("八角楼寄宿班", "things-lamp", "linge", 24, "agreed", "下个月进山时带"),
    ("半山梨树小学", "books-story", "yibai", 20, "received", "邮寄，分了两包"),
    ("苹果坪小学", "sport-ball", "dami", 2, "offered", "补好的旧球"),
    ("tingjian", "hands-write", "mango", 1, "agreed", "周日下午可以"),
]

# who, what the place is to them, place, in so many days, a word with it
MARKS = [
    ("ashu", "going", "石板沟小学", 12, "住一晚，带故事书"),
    ("yibai", "going", "折多沟口小学", 6, "第一次去，同路的人喊我"),
    ("linge", "going", "半山梨树小学", 20, ""),
    ("laofan", "going", "泸定老街互助站", 4, "后备箱还有位置"),
    ("douma", "visited", "石板沟小学", -21, "讲了三个故事，他们点了第四个"),
    ("nannan", "visited", "云顶坝教学点", -40, "教室朝北，白天也要开灯"),
    ("yuanyuan", "visited", "脚夫桥小学", -9, "桥还在，背架挂在墙上"),
    ("linge", "visited", "溜索边小学", -60, "带两副望远镜去，够一个班轮着看"),
    ("xiaoman", "visited", "折多沟口小学", -5, "黑板上写着：这周缺粉笔"),
    ("mumu", "watching", "江风小学", 0, ""),
    ("xuxin", "watching", "石板沟小学", 0, ""),
    ("douma", "watching", "火把梁小学", 0, ""),
]

# place, what is known of it: {fact: value}
FACTS = {
    "石板沟小学": {"pupils": 32, "teachers": 3, "grades": 4, "books": 260, "electricity": True},
    "云顶坝教学点": {"pupils": 11, "teachers": 1, "classes": 1, "electricity": True, "water": False},
    "折多沟口小学": {"pupils": 86, "teachers": 6, "boarders": 20, "road": True, "internet": True},
    "八角楼寄宿班": {"pupils": 64, "boarders": 64, "electricity": True, "water": False},
    "半山梨树小学": {"pupils": 58, "teachers": 4, "books": 400, "library": True},
}

# Points over which a kept way leads, and what it is called.
WAY = ("成都到康定，走雅安", ["成都", "雅安", "泸定", "康定"], 15)
