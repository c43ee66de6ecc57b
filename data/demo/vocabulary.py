"""The words the demo is made of: names, charges, and the places of codes in their lists.

Knows words and weights. Must not know how a case runs. Every name is put together from common parts; no person is real.
"""

from typing import NamedTuple

import numpy as np

from data import catalogue

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂兰文辉玲红梅建华志国海燕斌波宇浩凯健俊帆婷雪倩颖晨欣佳思雨子"
    "涵梓轩博嘉诚天佑安然乐瑶琪琳璐萍莉春秋冬福贵荣昌盛德才学良云龙飞鹏"
)
LAW_FIRMS = tuple(f"湖北{word}律师事务所" for word in ("楚衡", "江明", "云章", "正澜", "汉诚", "荆言", "东湖法意", "大别", "清江", "问津"))
COURTS_AND_POLICE = ("公安局", "公安分局")


class Charge(NamedTuple):
    """A charge: its share among arrests and prosecutions, how grave, how often tried fast, and whether of the economic kind."""

    code: str
    arrests: float
    prosecutions: float
    gravity: float
    fast: float
    economic: bool = False


CHARGES = (
    Charge("dangerous_driving", 0.4, 24.0, 0.05, 0.75),
    Charge("theft", 15.0, 12.5, 0.3, 0.42),
    Charge("fraud", 13.0, 9.0, 0.6, 0.12),
    Charge("assisting_cybercrime", 8.5, 7.5, 0.35, 0.25),
    Charge("intentional_injury", 7.0, 6.5, 0.4, 0.25),
    Charge("concealing_proceeds", 6.5, 6.0, 0.4, 0.22),
    Charge("opening_casino", 6.5, 5.0, 0.4, 0.2),
    Charge("picking_quarrels", 6.0, 3.6, 0.45, 0.12),
    Charge("traffic_accident", 1.2, 4.2, 0.3, 0.35),
    Charge("drug_trafficking", 6.5, 3.2, 0.8, 0.1),
    Charge("rape", 4.0, 2.2, 0.8, 0.03),
    Charge("harbouring_drug_use", 1.6, 1.4, 0.25, 0.5),
    Charge("affray", 2.2, 1.4, 0.5, 0.08),
    Charge("robbery", 1.6, 0.9, 0.8, 0.03),
    Charge("extortion", 2.2, 1.4, 0.5, 0.1),
    Charge("illegal_detention", 1.6, 1.0, 0.45, 0.12),
    Charge("prostitution", 1.6, 1.2, 0.4, 0.15),
    Charge("assaulting_police", 1.0, 1.1, 0.3, 0.3),
    Charge("intentional_homicide", 1.1, 0.6, 1.0, 0.0),
    Charge("illegal_fishing", 0.3, 1.6, 0.1, 0.4),
    Charge("property_damage", 0.8, 0.9, 0.3, 0.2),
    Charge("child_molestation", 0.9, 0.5, 0.7, 0.05),
    Charge("gambling", 0.8, 0.8, 0.2, 0.3),
    Charge("snatching", 0.5, 0.3, 0.5, 0.1),
    Charge("illegal_fundraising", 1.5, 1.4, 0.8, 0.0, True),
    Charge("contract_fraud", 1.3, 1.0, 0.7, 0.02, True),
    Charge("occupational_embezzlement", 1.0, 1.0, 0.55, 0.06, True),
    Charge("vat_invoices", 0.7, 1.3, 0.5, 0.05, True),
    Charge("illegal_business", 0.9, 0.9, 0.45, 0.08, True),
    Charge("counterfeit_goods", 0.5, 0.6, 0.4, 0.08, True),
    Charge("credit_card_fraud", 0.4, 0.5, 0.4, 0.15, True),
    Charge("pyramid_selling", 0.5, 0.4, 0.6, 0.02, True),
    Charge("refusing_judgment", 0.3, 0.5, 0.2, 0.15, True),
    Charge("pollution", 0.2, 0.4, 0.5, 0.03, True),
    Charge("bribe_taking", 0.5, 0.7, 0.9, 0.0, True),
    Charge("corruption", 0.3, 0.4, 0.85, 0.0, True),
    Charge("bribe_giving", 0.1, 0.2, 0.6, 0.0, True),
    Charge("citizen_information", 0.5, 0.4, 0.35, 0.12, True),
)
GRAVITY = np.array([each.gravity for each in CHARGES])
FAST = np.array([each.fast for each in CHARGES])
ECONOMIC = np.array([each.economic for each in CHARGES])
DUTY = np.array([each.code in ("bribe_taking", "corruption", "bribe_giving") for each in CHARGES])

NODES = tuple(catalogue.nodes())
NODE = {code: at for at, code in enumerate(NODES)}
TYPES = tuple(catalogue.case_types())
TYPE = {code: at for at, code in enumerate(TYPES)}
CIVIL_NATURES = ("0702304000000", "0702303000000", "0702302000000", "0702309000000", "0702306000000")
ADMINISTRATIVE_NATURES = ("0702501000000", "0702503000000", "0702504000000", "0702508000000")
SHORT_TYPE = {
    "02": "侦监",
    "03": "刑诉",
    "07": "民行",
    "08": "控告",
    "09": "申诉",
    "11": "检委",
    "13": "技术",
    "14": "案管",
    "16": "执检",
    "17": "未检",
}
OUTCOMES = tuple(catalogue.codes("outcome"))
OUTCOME = {code: at for at, code in enumerate(OUTCOMES)}
COERCIVES = tuple(catalogue.codes("coercive"))
COERCIVE = {code: at for at, code in enumerate(COERCIVES)}
HOLDERS = tuple(catalogue.codes("holder"))
HOLDER = {code: at for at, code in enumerate(HOLDERS)}
ROLES = ("承办检察官", "检察官助理", "案管人员", "部门负责人", "分管院领导")
HANDLER, ASSISTANT, INTAKE, HEAD, LEADER = range(5)


def labels(name: str) -> list[str]:
    """The Chinese labels of a code list, in the order of its codes."""
    return [text.zh for text in catalogue.codes(name).values()]


def case_number_word(type_code: str) -> str:
    """What stands for the case type in a case number."""
    word = SHORT_TYPE.get(type_code[:2], "公益")
    return {"侦监": "侦监", "刑诉": "刑诉"}.get(word, word)


def name_parts() -> tuple[np.ndarray, np.ndarray]:
    """The names that persons are given: by surname, and by given name of one or two characters."""
    doubles = [first + second for first in GIVEN for second in GIVEN if first != second]
    return np.array(list(SURNAMES)), np.array(doubles[::3] + list(GIVEN))
