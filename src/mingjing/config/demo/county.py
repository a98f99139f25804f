"""The demonstration county 澄溪县: every place, unit and person in it is invented."""

from mingjing.base.people.states import UnitKind

# (name, short name, kind, peer group, parent's short name)
UNITS: list[tuple[str, str, UnitKind, str, str]] = [
    ("中共澄溪县委员会", "县委", UnitKind.PARTY, "县级领导机关", ""),
    ("澄溪县清廉建设领导小组办公室", "县清廉办", UnitKind.PARTY, "县直党委部门", "县委"),
    ("中共澄溪县纪律检查委员会", "县纪委监委", UnitKind.PARTY, "县直党委部门", "县委"),
    ("中共澄溪县委办公室", "县委办", UnitKind.PARTY, "县直党委部门", "县委"),
    ("中共澄溪县委组织部", "县委组织部", UnitKind.PARTY, "县直党委部门", "县委"),
    ("中共澄溪县委宣传部", "县委宣传部", UnitKind.PARTY, "县直党委部门", "县委"),
    ("中共澄溪县委巡察工作领导小组办公室", "县委巡察办", UnitKind.PARTY, "县直党委部门", "县委"),
    ("中共澄溪县直属机关工作委员会", "县直机关工委", UnitKind.PARTY, "县直党委部门", "县委"),
    ("澄溪县人民政府办公室", "县政府办", UnitKind.ORGAN, "县直政府部门", "县委"),
    *[
        (f"澄溪县{name}", f"县{name}", UnitKind.ORGAN, "县直政府部门", "县政府办")
        for name in (
            "发展和改革局", "教育局", "工业和信息化局", "公安局", "民政局", "司法局",
            "财政局", "人力资源和社会保障局", "自然资源局", "住房和城乡建设局",
            "交通运输局", "农业农村局", "文化和旅游局", "卫生健康局", "审计局",
            "市场监督管理局", "行政审批局", "统计局", "医疗保障局",
        )
    ],
    ("澄溪县妇女联合会", "县妇联", UnitKind.ORGAN, "群团组织", "县委"),
    ("澄溪县工商业联合会", "县工商联", UnitKind.ORGAN, "群团组织", "县委"),
    ("澄溪县政务服务中心", "县政务服务中心", UnitKind.CENTRE, "服务中心", "县行政审批局"),
    ("澄溪县公共资源交易中心", "县公共资源交易中心", UnitKind.CENTRE, "服务中心", "县行政审批局"),
    *[
        (f"澄溪县{name}", name, UnitKind.TOWNSHIP, "乡镇", "县委")
        for name in ("城关镇", "青石镇", "云岭乡", "柳湾镇", "石桥镇", "东塘镇", "白鹭乡", "松林乡")
    ],
    *[
        (f"澄溪县{town}{village}", village, UnitKind.VILLAGE, "村居", town)
        for town, village in (
            ("城关镇", "北门社区"), ("青石镇", "青石村"), ("青石镇", "小河村"),
            ("云岭乡", "岭上村"), ("柳湾镇", "柳湾村"), ("石桥镇", "石桥村"),
            ("东塘镇", "东塘村"), ("白鹭乡", "白鹭村"),
        )
    ],
    *[
        (f"澄溪县{name}", name, UnitKind.SCHOOL, "学校", "县教育局")
        for name in ("第一中学", "第二中学", "实验小学", "城关幼儿园", "职业技术学校")
    ],
    *[
        (f"澄溪县{name}", name, UnitKind.HOSPITAL, "医院", "县卫生健康局")
        for name in ("人民医院", "中医院", "青石镇中心卫生院")
    ],
    ("澄溪县城市建设投资集团", "县城投集团", UnitKind.SOE, "国有企业", "县财政局"),
    ("澄溪县水务集团", "县水务集团", UnitKind.SOE, "国有企业", "县财政局"),
    ("澄溪县粮食储备公司", "县粮储公司", UnitKind.SOE, "国有企业", "县财政局"),
    ("澄溪溪谷食品有限公司", "溪谷食品", UnitKind.PRIVATE, "民营企业", "县工商联"),
]  # fmt: skip

SURNAMES = (
    "周吴郑王冯陈沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方俞任"
    "袁柳史唐费薛雷贺倪汤罗毕安常乐于傅齐康伍余元顾孟黄穆萧尹姚邵汪毛"
)
GIVEN = (
    "敏岚川舟宁初知秋然澈白圆陶明纪苏婉罗庚温如乔木林澄宋简顾一鸣文心子衿若谷"
    "思远景行清和安之书言以宁怀瑾存真允中守正亦凡向晚望舒在野可久承平"
)

# The people one meets when trying the site: account, name, unit, post.
PERSONAS: list[tuple[str, str, str, str]] = [
    ("ye", "叶知秋", "县清廉办", "主任"),
    ("su", "苏文", "县清廉办", "副主任"),
    ("zhou", "周敏", "县教育局", "专人"),
    ("wu", "吴岚", "县教育局", "专人（副手）"),
    ("he", "何一舟", "县市场监督管理局", "专人"),
    ("gao", "高怀远", "县委", "书记"),
    ("lin", "林承平", "县教育局", "党组书记"),
    ("song", "宋简", "县政务服务中心", "专人"),
    ("jiang", "江守正", "县纪委监委", "监督室主任"),
    ("fang", "方圆", "县委巡察办", "督导员"),
    ("shen", "沈初", "县审计局", "审计员"),
    ("admin", "康宁", "县政府办", "系统管理员"),
]
