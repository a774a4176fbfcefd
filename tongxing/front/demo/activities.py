"""What the people of the demo world plan, join and tell. Days count from today, so that the world is always alive."""

# A mapping for each: space, by, title, day, hour, hours; where: a place's name or free text; joins: handles, +n with guests
ACTIVITIES = [
    {
        "space": "shunlu", "by": "xiaoman", "title": "顺路看石板沟小学，去雅江", "kind": "trip", "day": 12, "hour": 7, "hours": 60,
        "where": "石板沟小学", "departure": "成都新南门", "seats": 8, "cost": "大约 600 元，路费食宿自理",
        "joins": ["xiaoman", "ashu", "douma", "laofan", "nannan+1", "linge"],
        "about": "本来就要去看贡嘎，路过雅江多绕 9 公里。第二天上午在学校两个小时：讲一个故事、做一个小实验，中午和孩子们一起吃饭，"
                 "下午继续走。\n\n没有领队，大家一起商量。",
        "carry": "- 新华字典一本，420 克\n- 图画书一本，280 克\n- 铅笔十支\n- 还空着 240 克：一个想讲的故事",
    },
    {
        "space": "wutongli", "by": "chenjie", "title": "周六下午，七号门理快递", "kind": "event", "day": 4, "hour": 14, "hours": 1,
        "where": "七号门快递角", "seats": 4, "joins": ["chenjie", "dami", "luoluo", "zhoufeng", "qingning", "xiaoyu"],
        "about": "按楼洞分一分，和保安师傅一起。只要一个小时，一卷胶带，或者几个回收的矿泉水瓶。",
        "carry": "马克笔一支，有的话",
    },
    {
        "space": "wutongli", "by": "heli", "title": "小茶馆：合租的人怎么互相照应", "kind": "event", "day": 1, "hour": 20, "hours": 2,
        "where": "梧桐里社区客厅", "seats": 15, "joins": ["heli", "ahe", "mango", "chenjie", "abu"],
        "about": "议题已经有三个，还可以带一个来。只听不说也可以。",
    },
    {
        "space": "shihui", "by": "abu", "title": "清晨读诗：第一小时试读", "kind": "online", "day": 9, "hour": 6, "hours": 1,
        "where": "线上", "link": "https://meet.example/shihui", "seats": 6,
        "joins": ["abu", "mango", "shiyi", "ahe", "qingning", "heli", "xiaoman", "guangguang", "yibai"],
        "about": "试一试声音和顺序。每人五分钟，读一首你愿意在清晨读给陌生人听的诗。",
    },
    {
        "space": "tingjian", "by": "tingfeng", "title": "两小时修一个读法：数字和单位", "kind": "online", "day": 6, "hour": 19, "hours": 2,
        "where": "线上", "link": "https://meet.example/tingjian", "seats": 10, "joins": ["tingfeng", "leo", "guangguang"],
        "about": "「3.5kg」应该怎么读？把列表里的 20 个例子分掉，每人两个。第一次来的人和光光一组。\n\n会议软件读屏可用，试过了。",
    },
    {
        "space": "tingjian", "by": "tingfeng", "title": "新手会：从听一行代码开始", "kind": "event", "day": 20, "hour": 10, "hours": 3,
        "where": "听见读屏工作坊", "seats": 12, "joins": ["tingfeng", "shiyi", "dami"],
        "about": "第一次用读屏写代码的人，和第一次听别人用读屏的人，都欢迎。有盲道，从地铁口到门口 300 米，提前说一声有人接。",
    },
    {
        "space": "shuxin", "by": "xuxin", "title": "给溜索边小学回信", "kind": "event", "day": 7, "hour": 18, "hours": 2, "audience": "members",
        "where": "老里份阅读角", "seats": 10, "joins": ["xuxin", "mumu", "mashiwei", "xiaoyu"],
        "about": "上个月收到 23 封。每人回两封，写完互相读一遍。",
    },
    {
        "space": "shunlu", "by": "ashu", "title": "带着望远镜去溜索边小学", "kind": "trip", "day": 33, "hour": 8, "hours": 78,
        "where": "溜索边小学", "departure": "六库客运站", "seats": 5, "joins": ["ashu", "yuanyuan"], "cost": "大约 900 元",
        "about": "孩子们想看江对岸的鸟。已经有两副望远镜，还想有一个认得鸟的人。",
    },
    {
        "space": "mumu", "by": "mumu", "title": "一个人去看木匠街的书架，有人同路吗", "kind": "trip", "day": 15, "hour": 9, "hours": 8,
        "where": "木匠街小学", "departure": "剑川县客运站", "seats": 3, "joins": ["mumu"],
        "about": "书架还空着一半。我带 20 本，走路上去。",
    },
    {
        "space": "wutongli", "by": "qingning", "title": "画一张让人看得懂的楼道告示", "kind": "event", "day": 10, "hour": 15, "hours": 2,
        "where": "梧桐里社区客厅", "seats": 8, "joins": ["qingning", "mango"], "cancel": "那天客厅要修水管，改天再约。",
        "about": "字要大，话要短，图要对。",
    },
    {
        "space": "shunlu", "by": "xiaoman", "title": "出发前碰头：分书", "kind": "event", "day": 11, "hour": 19, "hours": 1, "draft": True,
        "where": "新南门行李房", "seats": None, "joins": [], "about": "还没想好几点。",
    },
    {
        "space": "wutongli", "by": "heli", "title": "一日一议", "kind": "online", "day": 0, "hour": 21, "hours": 1,
        "where": "线上", "seats": None, "joins": ["heli", "ahe", "chenjie"], "about": "十五分钟。今天谁有话说？",
    },
    {
        "space": "shunlu", "by": "ashu", "title": "六本图画书去石板沟", "kind": "trip", "day": -24, "hour": 8, "hours": 10,
        "where": "石板沟小学", "departure": "雅江县城", "seats": 4, "joins": ["ashu", "douma", "linge"],
        "about": "带六本图画书，问问字典还差几本。",
        "came": 3,
        "report": "带去的六本图画书，午休就被借光了。字典还差 12 本，别的年级先不要。\n\n"
                  "给下一个人：下午四点后别上山，路滑；马老师的电话要提前一天打。",
        "picture": "坡上一排教室，前面晾着六本翻开的书",
    },
    {
        "space": "wutongli", "by": "chenjie", "title": "第一次理快递", "kind": "event", "day": -16, "hour": 14, "hours": 1,
        "where": "七号门快递角", "seats": 4, "joins": ["chenjie", "zhoufeng", "dami"], "about": "试一试。",
        "came": 4,
        "report": "保安师傅说，原来按楼洞摆，大家找得这么快。用掉一卷胶带，4 个矿泉水瓶。下次雨天要有一块塑料布。",
        "picture": "七号门边，纸箱按楼洞排成六列",
    },
    {
        "space": "tingjian", "by": "tingfeng", "title": "标点读法第一版试听", "kind": "online", "day": -9, "hour": 19, "hours": 2,
        "where": "线上", "seats": 10, "joins": ["tingfeng", "leo", "guangguang", "shiyi"], "about": "一起听，一起挑。",
        "came": 4,
        "report": "挑出 31 处不顺的地方，当场修了 9 处。书名号最难：有人要听到，有人不要。结论：做成一个开关。",
    },
    {
        "space": "shuxin", "by": "mashiwei", "title": "教新人怎么写第一封信", "kind": "event", "day": -5, "hour": 18, "hours": 2,
        "where": "老里份阅读角", "seats": 12, "joins": ["mashiwei", "luoluo", "xuxin"], "about": "不写「好好学习」，那写什么？",
    },
    {
        "space": "shunlu", "by": "ashu", "title": "第一次顺路：三个背包去折多沟口", "kind": "trip", "day": -820, "hour": 8, "hours": 9,
        "where": "折多沟口小学", "departure": "成都新南门", "seats": 4, "joins": ["ashu", "douma"], "about": "顺路，背得动多少带多少。",
        "came": 2,
        "report": "门口的黑板写着缺粉笔，我们就买了粉笔。校长说，写在黑板上三个月，你们是头一拨停下来的。",
    },
    {
        "space": "shunlu", "by": "ashu", "title": "去半山梨树小学量书架", "kind": "trip", "day": -655, "hour": 8, "hours": 9,
        "where": "半山梨树小学", "departure": "成都新南门", "seats": 4, "joins": ["ashu", "linge"], "about": "顺路，背得动多少带多少。",
        "came": 2,
        "report": "书架的尺寸记下来了，照着做了两个，第二年春天用。",
    },
    {
        "space": "shunlu", "by": "ashu", "title": "苹果坪小学的一堂体育课", "kind": "trip", "day": -430, "hour": 8, "hours": 9,
        "where": "苹果坪小学", "departure": "成都新南门", "seats": 4, "joins": ["ashu", "douma", "linge"], "about": "顺路，背得动多少带多少。",
        "came": 3,
        "report": "球留下了，规则也留下了：输的一队讲故事。",
    },
    {
        "space": "shunlu", "by": "ashu", "title": "木匠街小学：把书架装满", "kind": "trip", "day": -300, "hour": 8, "hours": 9,
        "where": "木匠街小学", "departure": "成都新南门", "seats": 4, "joins": ["ashu", "linge"], "about": "顺路，背得动多少带多少。",
        "came": 2,
        "report": "一个背包 12 本，两个背包，书架还空着三分之一。",
    },
    {
        "space": "shunlu", "by": "ashu", "title": "雾里教学点：三个防潮箱", "kind": "trip", "day": -120, "hour": 8, "hours": 9,
        "where": "雾里教学点", "departure": "成都新南门", "seats": 4, "joins": ["ashu", "douma"], "about": "顺路，背得动多少带多少。",
        "came": 2,
        "report": "箱子是铁皮的，里面放了木炭。下雨天老师不用再把书抱回家了。",
    },
]  # fmt: skip
