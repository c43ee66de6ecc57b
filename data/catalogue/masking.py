"""How a person's name is masked, and how a case is named after its persons: 张某某, 张某某等3人盗窃案.

Knows Chinese names. Must not know who may see which.
"""

import re
from functools import cache

from data import catalogue

SOMEBODY = "某"
NUMBER = re.compile(r"[0-9A-Za-z_-]{6,}")  # an identity number, a telephone, a key of a person
CHINESE = re.compile(r"[\u3400-\u9fff]")
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "夏侯", "轩辕")
COMPANY = re.compile(r"公司|厂|院|局|店|社|中心|集团|银行|委员会|政府")
# What may follow the first person's name in the name of a case.
AFTER_A_NAME = (
    "等|涉嫌|、|，|申请|不服|诉|危险|盗窃|诈骗|故意|交通|寻衅|开设|帮助|掩饰|贩卖|运输|走私|容留|受贿|行贿|贪污|挪用|职务|抢|强|非法|"
    "拒不|妨害|组织|敲诈|过失|污染|生产|销售|合同|集资|信用卡"
)


@cache
def _in_case_name() -> re.Pattern:
    """A name at the beginning, before one of those words or the beginning of a type of case or a charge."""
    kinds = [*catalogue.codes("case_type").values(), *catalogue.codes("charge").values()]
    starts = sorted({label.zh[:2] for label in kinds if CHINESE.match(label.zh)})
    return re.compile(rf"^([\u3400-\u9fff·]{{2,4}}?)(?={'|'.join([AFTER_A_NAME, *starts])})")


def name(full: str) -> str:
    """The family name stays, the given name goes. A name in other letters keeps its first letter, a company its name."""
    if not full or COMPANY.search(full):
        return full
    if not CHINESE.match(full):
        return full[0] + "***"
    family = full[:2] if full.startswith(COMPOUND) and len(full) > 2 else full[0]
    return family + SOMEBODY * min(max(len(full) - len(family), 1), 2)


def case_name(full: str, persons: tuple[str, ...] = ()) -> str:
    """The name of a case without the names in it: those known, else what stands where a name stands."""
    for person in sorted((each for each in persons if each), key=len, reverse=True):
        full = full.replace(person, name(person))
    return _in_case_name().sub(lambda found: found[1] if SOMEBODY in found[1] else name(found[1]), full)


def masked(column: str, value: str) -> str:
    """What a column that names somebody shows of its value: case names keep their words, keys of persons nothing that could be joined."""
    if column == "case_name":
        return case_name(value)
    return NUMBER.sub(lambda hit: hit[0][0] + "*" * (len(hit[0]) - 1), value) if NUMBER.fullmatch(value) else name(value)
