"""Which faults a row has by itself: one entry per fault, with the column and the value as delivered.

Knows a plan. Must not know other rows or tables.
"""

from data.sources.encoding import DAMAGE
from data.sources.integrity import Order
from data.sources.plan import Field, Plan, disordered
from data.sources.sql import EARLIEST, literal


def issues(plan: Plan, raw: str, file_no: int) -> str:
    """Enters the faults of rows of which the first pass found that they have some."""
    table = plan.bound.table_map.target
    return (
        f"INSERT INTO issues SELECT {file_no}, row_no, {literal(table)}, fault.field, fault.value, fault.reason "
        f"FROM (SELECT row_no, unnest({_faults(plan)}) AS fault FROM ({plan.typed(raw)}))"
    )


def _faults(plan: Plan) -> str:
    own = [fault for field in plan.fields for fault in _of(field)]
    own += [_disorder(order) for order in plan.orders]
    return (
        f"CASE WHEN structure IS NOT NULL THEN [{_fault('NULL', 'NULL', 'structure')}] "
        f"WHEN deleted THEN [{_fault('NULL', 'NULL', literal('soft_deleted'))}] "
        f"ELSE list_filter([{', '.join([*own, _unmapped_damage(plan)])}], x -> x IS NOT NULL) END"
    )


def _of(field: Field) -> list[str]:
    named, text, value = literal(field.name), _delivered(field), f"t_{field.name}"
    faults = [_when(f"contains({text}, {literal(DAMAGE)})", named, text, literal("encoding_damage"))]
    if not field.is_text:
        faults.append(_when(f"v_{field.name} IS NOT NULL AND {value} IS NULL", named, text, _why(field)))
    if field.listed:
        faults.append(_when(f"unknown_{field.name}", named, text, literal("unknown_code")))
    if field.required:
        faults.append(_when(f"{value} IS NULL", named, text, literal("missing_key" if field.key else "missing_required")))
    return faults


def _why(field: Field) -> str:
    if not field.is_day:
        return literal("unparsable")
    parsed = f"p_{field.name}"
    early = f"{parsed} < DATE '{EARLIEST}'"
    return f"CASE WHEN {parsed} IS NULL THEN 'unparsable' WHEN {early} THEN 'date_before_1950' ELSE 'date_in_future' END"


def _disorder(order: Order) -> str:
    value = f"v_{order.later} || ' < ' || v_{order.earlier}"
    return _when(disordered(order), literal(order.later), value, literal("impossible_order"))


def _unmapped_damage(plan: Plan) -> str:
    """Damage in a column that fills no field is still damage."""
    seen = " OR ".join(f"coalesce(contains({_delivered(field)}, {literal(DAMAGE)}), false)" for field in plan.fields)
    return _when(f"damaged AND NOT ({seen})", "NULL", "NULL", literal("encoding_damage"))


def _delivered(field: Field) -> str:
    return f"coalesce({', '.join(f'x_{field.name}_{i}' for i in range(len(field.ways)))}, NULL)"


def _when(condition: str, field: str, value: str, reason: str) -> str:
    return f"CASE WHEN {condition} THEN {_fault(field, value, reason)} END"


def _fault(field: str, value: str, reason: str) -> str:
    return f"{{'field': {field}::VARCHAR, 'value': ({value})::VARCHAR, 'reason': ({reason})::VARCHAR}}"
