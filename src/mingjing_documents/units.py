"""Names of units in a list, as printed."""

import re

_SUFFIX = (
    r"(?:局|委|办|部|镇|乡|中心|院|校|园|集团|公司|室|会|处|科|股|队|政府|单位|部门|街道|社区|村|组|站|班|专班|"
    r"所|厅|银行|大队|支队|法院|检察院|人大|政协|监委|工委|党委|党组|企业|机关|学校|医院|联|县|区|市|社|署|馆|台|场|库|"
    r"支行|分行|分局|总工会|团委|纪委|党校|机构|协会|学会|商会|高校|院所|基地|组织|支部|总队|指挥部|大厅|平台|管委会|农场|林场|水库|厂|矿|行署|盟|州|省|"
    r"科协|文联|侨联|残联|红十字会|供销社|海关|税务|公安|电网|移动|联通|电信|广电|烟草)"
)
UNIT = re.compile(
    rf"[^，,。；;：:、\s]{{0,40}}{_SUFFIX}(?:[（(][^（()）]{{1,30}}[)）])?$"
)
BARE_UNIT = re.compile(
    r"(?:[省市县区州盟旗镇乡团各]|国网|中共|国家|人民|驻|全)[^，。；：、\s]{0,30}"
    r"(?:局|委|办|办公室|部|政府|院|集团|公司|单位|部门|联|监委|工委|党委|党组|机关|党校|街道|总工会|红十字会|乡镇|中心|厅|专班|(?<=各)(?:乡|镇|村|社区|学校|医院|银行|企业|中小学|园区)|镇|银行)"
    r"(?:[（(][^（()）]{1,20}[)）])?"
)
_CUT = re.compile(r"[、，,；;\n\t|/\u2002\u2003]|[ \u3000\xa0]+")
_JOIN = re.compile(r"以及|和|及|与|会同")
_TAIL = re.compile(
    r"(?:等(?:\d{1,3}个|[一二三四五六七八九十]{1,2}个)?(?:市直|县直|区直)?(?:相关|有关|各)?(?:责任|成员)?(?:单位|部门)?)?"
    r"(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?)?"
    r"(?:分别|共同|具体|分工|分头|联合|依职责)?(?:负责落实|牵头负责|负责|抓好落实|落实|配合|参与|参加|协同|协助|协办|支持|牵头|主办|组织实施)?$"
)
_HEAD = re.compile(r"^(?:由|会同|配合单位为|责任单位为|其他)(?=[省市县区各国中乡镇])")
_LEADER = re.compile(r"[（(](?:牵头|牵头单位|主责|主办)[)）]$")
_ROLE = re.compile(
    r"[（(](?:牵头|牵头单位|主责|主办|配合|责任|协办|参与)(?:单位)?[)）]$"
)
LONGEST_JOINED = 200  # of names joined by 和 alone
_EMPTY = frozenset(("无", "—", "-", "/", "——", "--", "下同", "略", "\\"))
_REMARK = re.compile(
    r"\d月|20\d\d年|年底|底前|日前|下同$|^排(?:名)?(?:在)?(?:第一|首位)|^列第一|^排在?前|^不再列出"
)


def units_in(words: str) -> list[str]:
    """Names in a list as printed: cut at 、，； and at 和/及/与 between whole names.

    >>> units_in("县发展和改革局、县财政局和县审计局等部门")
    ['县发展和改革局', '县财政局', '县审计局']
    """
    found: list[str] = []
    for piece in _CUT.split(_shield(words)):
        for name in _apart(piece.strip("。. \u3000：:")):
            clean = _unshield(_HEAD.sub("", _TAIL.sub("", name)).strip())
            clean = _ROLE.sub("", clean)
            if not clean or clean in _EMPTY or clean.isdigit() or _REMARK.search(clean):
                continue
            if clean not in found:
                found.append(clean)
    return found


def leaders_in(words: str) -> list[str]:
    """Those marked in a list: 县教育局（牵头）、县财政局."""
    pieces = [p.strip("。. \u3000") for p in re.split(r"[、，,；;\n]", words)]
    return [_LEADER.sub("", p) for p in pieces if _LEADER.search(p)]


def _shield(words: str) -> str:
    """A list inside a bracket of a name must not cut it: 各乡镇（街道、园区）."""
    return re.sub(
        r"[（(][^（()）]{1,40}[)）]",
        lambda m: m[0].translate({0x3001: 1, 0xFF0C: 2, 0x20: 3, 0x2F: 4}),
        words,
    )


def _unshield(words: str) -> str:
    return words.translate({1: "、", 2: "，", 3: " ", 4: "/"})


def _apart(piece: str) -> list[str]:
    if len(piece) > LONGEST_JOINED:
        return [piece]
    found, rest, at = [], piece, 0
    while match := _JOIN.search(rest, at):
        left, right = rest[: match.start()], rest[match.end() :]
        at = match.end()
        whole = UNIT.match(_TAIL.sub("", left)) and (
            UNIT.match(_TAIL.sub("", right.split("和")[0])) or right[:1] in "各有相"
        )
        if whole or (left and UNIT.match(left) and UNIT.match(_TAIL.sub("", right))):
            found.append(left)
            rest, at = right, 0
    return [*found, rest]
