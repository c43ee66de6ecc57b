"""The reference of what is declared, as Markdown in both languages; a test fails when a file is stale.

Knows declarations. Must not know where the files are served.
"""

from collections.abc import Iterable
from pathlib import Path

from data import catalogue, schema
from data.catalogue import measures, monitoring
from data.definitions import dimensions, filters, indicators, relations, rules, standing
from data.definitions.indicators.base import Indicator
from data.text import Text

Line = Iterable[str]


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def _table(heads: Line, rows: Iterable[Line]) -> str:
    lines = [list(heads), ["---"] * len(list(heads)), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def indicator_reference() -> str:
    parts = ["# 指标口径 / Indicators\n", "Written by `python -m data docs`; do not edit.\n"]
    for group, members in indicators.GROUPS.items():
        parts += [f"\n## {group}\n", *(_indicator(each) for each in members)]
    return "\n".join([*parts, _lacking()])


def _indicator(each: Indicator) -> str:
    facts = {
        "口径 formula": _both(each.meaning),
        "计数对象 rows": _both(each.over.label),
        "分母 denominator": f"`{each.of.key}` {_both(each.of.label)}" if each.of else "",
        "单位 unit": _both(each.unit),
        "类型 kind": _both(each.kind.value),
        "方向 direction": _both(each.better.value),
        "对应指标 counterpart": f"`{each.counterpart}`" if each.counterpart else "",
        "依据 basis": _both(each.basis),
        "有效 valid": f"{each.valid_from or ''}..{each.valid_to or ''}" if each.valid_from or each.valid_to else "",
        "口径 settled": _settled(each),
    }
    lines = [f"- {name}: {value}" for name, value in facts.items() if value]
    return "\n".join([f"### `{each.key}` {_both(each.label)}\n", *lines, ""])


def _settled(each: Indicator) -> str:
    """Group, state, version, parameters: what the office has settled."""
    found = standing.of(each.key)
    status = catalogue.codes("basis_status")[found.status]
    parameters = "; ".join(f"`{one.name}` = {one.value}" for one in standing.parameters(each))
    parts = (_both(measures.groups()[found.group]), _both(status), f"v{standing.version(each)}", parameters)
    return "；".join(part for part in parts if part)


def _lacking() -> str:
    rows = ((each.number, _both(each.label), _both(each.lacks)) for each in measures.lacking())
    return "\n## 无法计算 / not computable\n\n" + _table(("no.", "指标 / indicator", "缺少的数据 / missing data"), rows)


def filter_reference() -> str:
    rows = ((f"`{f.key}`", _both(f.label), ", ".join(f.needs)) for f in filters.ALL.values())
    known = _table(("key", "筛选 / filter", "列 / column"), rows)
    levels = _table(
        ("key", "维度 / dimension", "上级 / parent", "编码表 / codes"),
        ((f"`{d.key}`", _both(d.label), d.parent or "", d.codes) for d in dimensions.ALL.values()),
    )
    return f"# 筛选与维度 / Filters and dimensions\n\nWritten by `python -m data docs`; do not edit.\n\n{known}\n{levels}"


def table_reference() -> str:
    parts = ["# 数据表 / Tables\n", "Written by `python -m data docs`; do not edit.\n"]
    for table in schema.metadata.sorted_tables:
        rows = ((f"`{c.name}`", str(c.type), _both(schema.about(c).label), _marks(c)) for c in table.columns)
        parts += [f"\n## `{table.name}` {_both(table.info['label'])}\n", _table(("column", "type", "名称 / label", ""), rows)]
    return "\n".join(parts)


def _marks(column) -> str:
    about = schema.about(column)
    marks = (
        ("必填 required", about.required and not about.derived), ("构建 derived", about.derived), ("个人信息 personal", about.personal),
    )
    return ", ".join(name for name, holds in marks if holds)


def relation_reference() -> str:
    rows = ((f"`{r.key}`", _both(r.label), _both(r.unit), r.day, f"`{r.path}`") for r in relations.ALL.values())
    heads = ("key", "清单 / list", "单位 / unit", "日期 / day", "地址 / path")
    return "# 清单 / Lists\n\nWritten by `python -m data docs`; do not edit.\n\n" + _table(heads, rows)


def rule_reference() -> str:
    """Every rule as the catalogue and its conditions declare it."""
    parts = ["# 监控规则 / Monitoring rules\n", "Written by `python -m data docs`; do not edit.\n"]
    return "\n".join([*parts, *(_rule(each) for each in rules.ALL.values())])


def _rule(each: rules.Rule) -> str:
    entry, names = each.entry, {name: catalogue.codes(name) for name in ("rule_severity", "basis_status")}
    ahead = "" if entry.warn_days is None else str(entry.warn_days)
    facts = {
        "含义 meaning": _both(entry.meaning),
        "适用类别 case types": ", ".join(f"`{code}`" for code in entry.types),
        "参数 parameters": "; ".join(f"`{p.name}` {p.value} {p.unit} {' '.join(p.types)}".strip() for p in each.parameters),
        "等级 severity": _both(names["rule_severity"][entry.severity]),
        "在押 in custody": _both(names["rule_severity"][entry.severity_custody]) if entry.severity_custody != entry.severity else "",
        "提前预警（日） warned ahead, days": ahead,
        "依据 basis": _both(monitoring.basis(entry.basis)),
        "核实 verified": _both(names["basis_status"][entry.status]),
        "有效 valid": f"{entry.valid_from or ''}..{entry.valid_to or ''}" if entry.valid_from or entry.valid_to else "",
        "所需数据 needs": ", ".join(_need(need) for need in each.needs()),
    }
    return "\n".join([f"## `{each.key}` {_both(entry.label)}\n", *(f"- {name}: {value}" for name, value in facts.items() if value), ""])


def _need(need) -> str:
    return f"`{need.table}.{need.column}`" if need.column else f"`{need.table}`: " + " | ".join(f"`{code}`" for code in need.activities)


def references(pages: str) -> dict[str, str]:
    """File name → text. The pages' own reference is handed in: this layer does not know them."""
    return {
        "INDICATORS.md": indicator_reference(), "FILTERS.md": filter_reference(), "TABLES.md": table_reference(),
        "LISTS.md": relation_reference(), "RULES.md": rule_reference(), "PAGES.md": pages,
    }


def write(folder: Path, pages: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in references(pages).items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in references(pages)]
