"""What the three documents say of a prosecuted person: charges, amounts, circumstances, the sentence advised; mostly alike.

Everything is a number made of the person, so that nothing else of the demo depends on it.
Knows how often documents differ. Must not know procedures.
"""

import numpy as np
import pyarrow as pa

from data.demo import columns as col
from data.demo.days import AS_OF
from data.demo.portion import Portion
from data.demo.tables import CHARGE_WORDS
from data.demo.trial import FIXED
from data.demo.vocabulary import CHARGES

BY_AMOUNT = np.isin([each.code for each in CHARGES], (
    "theft", "fraud", "assisting_cybercrime", "concealing_proceeds", "opening_casino", "robbery", "extortion", "gambling", "snatching",
    "property_damage", "illegal_fundraising", "contract_fraud", "occupational_embezzlement", "vat_invoices", "illegal_business",
    "counterfeit_goods", "credit_card_fraud", "pyramid_selling", "bribe_taking", "corruption", "bribe_giving",
))  # fmt: skip
CIRCUMSTANCES = ("自首", "坦白", "从犯", "累犯", "坦白;从犯", "未遂", "立功", "无")
LIKELY = (0.14, 0.55, 0.66, 0.74, 0.84, 0.87, 0.89)
RECHARGED, REJUDGED, REDUCED, RECOUNTED, UNSEEN, UNADVISED = 0.03, 0.02, 0.06, 0.04, 0.04, 0.25
CHANCES = ("recharged", "rejudged", "amount", "reduced", "recounted", "which", "unseen", "advised", "off")


def columns(portion: Portion, at: np.ndarray) -> dict[str, pa.Array]:
    """Columns of TYYW_GS_XYRQK for the persons at these places."""
    each = portion.persons
    indicted, judged = each.indicted[at] <= AS_OF, each.judged[at] <= AS_OF
    chance = {name: _chance(each.identity[at], salt) for salt, name in enumerate(CHANCES)}
    made = _charges(each.charge[at], indicted, judged, chance) | _amounts(each.charge[at], indicted, judged, chance)
    made |= _circumstances(indicted, judged, chance)
    return made | _advice(each.sentence[at], each.months[at], indicted, judged, chance)


def _chance(identity: np.ndarray, salt: int) -> np.ndarray:
    """A number from 0 to 1 made of a person and what it is for (the mixing of splitmix64)."""
    mixed = identity.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64((salt + 1) * 0xBF58476D1CE4E5B9 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)).astype(float) / 2**53


def _charges(sent: np.ndarray, indicted, judged, chance) -> dict[str, pa.Array]:
    charged = np.where((chance["recharged"] < RECHARGED) & (sent >= 0), (sent + 1) % len(CHARGES), sent)
    found = np.where((chance["rejudged"] < REJUDGED) & (charged >= 0), (charged + 2) % len(CHARGES), charged)
    return {"QSZM_AYMC": col.picked(CHARGE_WORDS, np.where(indicted, charged, -1)),
            "YSPJZM_AYMC": col.picked(CHARGE_WORDS, np.where(judged, found, -1))}  # fmt: skip


def _amounts(charge: np.ndarray, indicted, judged, chance) -> dict[str, pa.Array]:
    """In tens of thousands of yuan; the indictment and the judgment leave a part out now and then."""
    counted = BY_AMOUNT[np.maximum(charge, 0)] & (charge >= 0)
    sent = np.round(np.exp(4.5 * chance["amount"] - 1.2), 2)
    found = np.where(chance["reduced"] < REDUCED, np.round(sent * 0.85, 2), sent)
    last = np.where(chance["recounted"] < RECOUNTED, np.round(found * 0.9, 2), found)
    always = np.full(len(charge), True)
    said = {"YSRDSE": (sent, always), "SDSE": (found, indicted), "PJRDSE": (last, judged)}
    return {name: col.only(pa.array(np.char.mod("%.2f", values)), counted & there) for name, (values, there) in said.items()}


def _circumstances(indicted, judged, chance) -> dict[str, pa.Array]:
    which = np.searchsorted(LIKELY, chance["which"])
    seen = np.where(chance["unseen"] < UNSEEN, len(CIRCUMSTANCES) - 1, which)
    return {"FDLXQJ_MCS": col.picked(CIRCUMSTANCES, np.where(indicted, which, -1)),
            "PJFDLXQJ_MCS": col.picked(CIRCUMSTANCES, np.where(judged, seen, -1))}  # fmt: skip


def _advice(sentence: np.ndarray, months: np.ndarray, indicted, judged, chance) -> dict[str, pa.Array]:
    """Advised is what was imposed, a few months more or less where the court did not follow."""
    given = indicted & judged & (months > 0) & (chance["advised"] >= UNADVISED)
    off = np.where(chance["off"] < 0.06, 3, np.where(chance["off"] > 0.97, -2, 0))
    advised = np.maximum(months + off, 1)
    words = col.glue(col.picked(("拘役", "有期徒刑"), np.where(given, (sentence == FIXED).astype(int), -1)), col.whole(advised), "个月")
    return {"LXJYQK": words, "LXJYXQ": col.only(col.whole(advised), given), "SFFYCQLXJY": col.only(col.flag(advised == months), given)}
