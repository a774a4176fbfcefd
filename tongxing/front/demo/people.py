"""People and spaces of the demo world. All invented; all sign in with the same passphrase."""

PASSPHRASE = "yiqi zou yiduan"

OPERATOR = "dengshifu"

# handle, name, who they are
PEOPLE = [
    ("xiaoman", "小满", "背包的人，住在成都，照看顺路背包社"),
    ("heli", "何笠", "照看梧桐里邻里网的人"),
    ("ashu", "阿树", "去过很多次雅江"),
    ("douma", "豆豆妈", "讲故事的人"),
    ("laofan", "老范", "开车的人，62 岁"),
    ("nannan", "南南", "做小实验的老师"),
    ("yibai", "一白", "第一次来"),
    ("mumu", "木木", "写信的人"),
    ("chenjie", "陈姐", "七号门的邻居"),
    ("zhoufeng", "裁缝老周", "街角的裁缝"),
    ("qingning", "青柠", "画海报的人"),
    ("ahe", "阿禾", "记录的人"),
    ("mango", "芒果", "写故事的人"),
    ("abu", "阿布", "读诗的人"),
    ("tingfeng", "听风", "用读屏写代码的人，照看听见读屏"),
    ("leo", "Leo", "写测试的人"),
    ("shiyi", "拾一", "剪声音的人"),
    ("guangguang", "光光", "低视力，测试每一个版本"),
    ("xuxin", "书信", "书信社的社长"),
    ("mashiwei", "马小苇", "大二，第一次组织活动"),
    ("luoluo", "落落", "怕生，但是来了"),
    ("yuanyuan", "远远", "在路上"),
    ("dami", "大米", "什么都能修一点"),
    (OPERATOR, "邓师傅", "照看这台服务器的人"),
    ("linge", "林格", "背相机的人，不拍孩子的脸"),
]
YOUNG = [("xiaoyu", "小雨", "16 岁，跟着表姐来")]

# short, kind, name, colour, joining, area, steward, members, about
SPACES = [
    (
        "wutongli", "network", "梧桐里邻里网", "wisteria", "open", "上海市 长宁区", "heli",
        ["chenjie", "zhoufeng", "qingning", "ahe", "mango", "abu", "xiaoman", "luoluo", "dami", "xiaoyu"],
        "让门对门的人重新认识。从小区里真实的一件小事出发，陌生人组圈，一起做，做完写三句话。\n\n"
        "- 人人平等，做什么自己认领\n- 不会做就问\n- 每周二、周六晚上小茶馆，谁都可以来听",
    ),
    (
        "shunlu", "team", "顺路背包社", "bamboo", "open", "四川省 成都市", "xiaoman",
        ["ashu", "douma", "laofan", "nannan", "yibai", "mumu", "linge", "yuanyuan"],
        "本来就要去的路，多背一公斤。我们不送旧衣服，不拍孩子的脸，去之前先问学校要什么，回来写三句话给下一个人。",
    ),
    (
        "tingjian", "project", "听见读屏", "sky", "ask", "浙江省 杭州市", "tingfeng",
        ["leo", "shiyi", "guangguang", "dami"],
        "给读屏软件做中文标点、数字和人名的读法。用的人和写的人是同一群人；会用读屏，就已经会做一半。\n\n"
        "任务都切得很小，两小时能做完一件。人来人走，交接写在这里。",
    ),
    (
        "shuxin", "team", "江岸书信社", "brick", "invited", "湖北省 武汉市", "xuxin",
        ["mashiwei", "mumu", "luoluo", "xiaoyu"],
        "和山里的学校写信。每个月一封，不许只写「好好学习」。毕业的人把信箱交给下一届。",
    ),
    (
        "shihui", "team", "二十四小时诗会", "tea", "open", "", "abu",
        ["mango", "ahe", "qingning", "shiyi", "heli"],
        "二十四个小时，每个小时一组人，用朗读送别，也迎接春天。线上，随时来听。",
    ),
]  # fmt: skip
