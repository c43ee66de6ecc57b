"""What is kept beside the cases: what had to be published, dossiers made, property in store. Declarations."""

from data import engine
from data.catalogue import measures
from data.definitions.counting import On, OpenDuring, OpenOn
from data.definitions.indicators.base import PERCENT, Better, count
from data.definitions.indicators.flow import HBDASH
from data.definitions.relations import DISCLOSURES, DOSSIERS, PROPERTIES
from data.text import Text

LONG = next(int(each.value) for each in measures.parameters("property_long"))

DISCLOSURES_DUE = count(
    "disclosures_due", Text("应公开数", "To be published"),
    Text("应公开日期在统计期内、未列为不公开的信息", "Items to be published in the period, those exempt left out"),
    DISCLOSURES, On("due_on"), lambda c: c.public_state != "exempt", basis=HBDASH,
)
DISCLOSURE_RATE = DISCLOSURES_DUE.share(
    "disclosure_rate", Text("公开率", "Share published"),
    Text("已公开 ÷ 应公开数", "Published ÷ to be published"),
    lambda c: c.published_on.is_not(None), better=Better.MORE, counterpart="undisclosed", basis=HBDASH,
)
UNDISCLOSED = DISCLOSURES_DUE.only(
    "undisclosed", Text("未公开数", "Not published"),
    Text("应公开日期在统计期内、尚未公开的信息", "Items to be published in the period that are not published"),
    lambda c: c.published_on.is_(None), better=Better.LESS,
)
DOSSIERS_DUE = count(
    "dossiers_due", Text("应制作卷宗数", "Dossiers to be made"),
    Text("统计期内受理的案件应制作的电子卷宗", "E-dossiers to be made for the cases accepted in the period"),
    DOSSIERS, On("accepted_on"), basis=HBDASH,
)
DOSSIER_RATE = DOSSIERS_DUE.share(
    "dossier_rate", Text("电子卷宗制作率", "E-dossiers made"),
    Text("已制作的电子卷宗 ÷ 应制作卷宗数", "E-dossiers made ÷ to be made"),
    lambda c: c.made_on.is_not(None), better=Better.MORE, basis=HBDASH,
)
PROPERTY_STORED = count(
    "property_stored", Text("在库财物数", "Property in store"),
    Text("统计期末已入库、尚未出库的涉案财物", "Items received and not released at the end of the period"),
    PROPERTIES, OpenOn("received_on", "released_on"),
)
PROPERTY_LONG = count(
    "property_long", Text(f"在库满{LONG}个月", f"In store for {LONG} months"),
    Text(f"统计期末在库、入库已满{LONG}个月的涉案财物（参数 months）",
         f"Items in store at the end of the period for {LONG} months or more (parameter months)"),
    PROPERTIES, OpenOn(lambda c: engine.plus_months(c.received_on, LONG), "released_on"), better=Better.LESS,
)
PROPERTY_HELD = count(
    "property_held", Text("应处置财物数", "Property held"),
    Text("统计期初在库与统计期内入库之和", "Items in store at the start of the period plus received in it"),
    PROPERTIES, OpenDuring("received_on", "released_on"),
)
PROPERTY_OUT = count(
    "property_out", Text("出库财物数", "Property released"),
    Text("统计期内出库的涉案财物", "Items released in the period"), PROPERTIES, On("released_on"),
)
PROPERTY_RELEASED = PROPERTY_OUT.per(
    "property_released", Text("财物处置率", "Property released, rate"),
    Text("统计期内出库 ÷（期初在库 + 统计期内入库）", "Released in the period ÷ (in store at its start + received in it)"),
    PROPERTY_HELD, PERCENT, within=True, better=Better.MORE, counterpart="property_long",
)

ALL = (
    DISCLOSURES_DUE, DISCLOSURE_RATE, UNDISCLOSED, DOSSIERS_DUE, DOSSIER_RATE, PROPERTY_STORED, PROPERTY_LONG, PROPERTY_HELD, PROPERTY_OUT,
    PROPERTY_RELEASED,
)  # fmt: skip
