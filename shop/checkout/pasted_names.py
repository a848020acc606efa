"""Tell a person's name from the street in what is left of a pasted address."""

import re

SURNAMES = set(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
    "岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
    "阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛"
    "仲虞敖巩明佘池查麻苑迟邝才让扎索多旦尼卓次更"
)
DOUBLE = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "东方",
    "令狐",
    "端木",
    "南宫",
)
POLITE = re.compile(r"(先生|女士|小姐|老师|师傅|同志|经理|主任|收)$")
NAME = re.compile(r"[\u4e00-\u9fa5]{2,4}|[\u4e00-\u9fa5]{1,8}·[\u4e00-\u9fa5]{1,8}|[A-Za-z]{2,20}")
# What names no person.
STREET = re.compile(
    r"[路街道巷弄号栋幢楼室层镇乡村组队区县市省苑园城厦座院店场厂库站局所校学中心小区花园新村家园公寓广场大厦单元超市驿站]$|\d"
)
GLUED = re.compile(r"^(.*(?:\d|号|室|楼|栋|幢|单元|户|院|店|厦))([\u4e00-\u9fa5]{2,4})$")


def tell_apart(before, after, name=""):
    """Return ``(name, street)``; the name is empty when nothing, or more than one thing, could be it.

    :param before: the text before the place, ``after`` behind it.
    :param name: what was labelled as the name.
    """
    front, back = before.split(), after.split()
    if name:
        return _bare(name), " ".join([*front, *back])
    candidates = [word for word in [*front, *back] if _may_be_name(word)]
    sure = [word for word in candidates if _has_surname(word)] or candidates
    if len(sure) == 1 or (len(sure) > 1 and len([word for word in front if word in sure]) == 1):
        chosen = next((word for word in front if word in sure), sure[0])
        words = [*front, *back]
        words.remove(chosen)
        return _bare(chosen), " ".join(words)
    return _unglue(" ".join([*front, *back])) if not sure else ("", " ".join([*front, *back]))


def _may_be_name(word):
    return bool(NAME.fullmatch(_bare(word) or word)) and not STREET.search(word)


def _has_surname(word):
    return word.startswith(DOUBLE) or word[0] in SURNAMES or bool(POLITE.search(word))


def _bare(word):
    """Return a name without 收 behind it; 先生 and 女士 stay, they say whom to ask for."""
    return word.removesuffix("(收)").removesuffix("收") if len(word) > 2 else word


def _unglue(street):
    """Take a name off the end of a street that it was written to without a space."""
    match = GLUED.match(street)
    if match and _may_be_name(match[2]) and _has_surname(match[2]):
        return _bare(match[2]), match[1]
    return "", street
