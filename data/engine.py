"""What differs between the engines, and the few expressions of days that both must read alike.

Knows SQLAlchemy and the two dialects. Must not know tables.
"""

import sqlalchemy as sa


def plus_days(day, days: int) -> sa.ColumnElement:
    """The day so many days on; DuckDB and PostgreSQL both add an integer to a date."""
    return sa.type_coerce(sa.type_coerce(day, sa.Integer) + sa.literal_column(str(days), sa.Integer), sa.Date)


def plus_months(day, months: int) -> sa.ColumnElement:
    return sa.cast(day + sa.literal_column(f"interval '{months} months'"), sa.Date)


def next_year(day) -> sa.ColumnElement:
    """New Year's Day after the day."""
    return sa.cast(sa.func.date_trunc("year", day) + sa.literal_column("interval '1 year'"), sa.Date)


def earlier(*days) -> sa.ColumnElement:
    """The earliest of the days that are there (both engines' `least` passes over nulls)."""
    return sa.func.least(*days, type_=sa.Date)


def later(*days) -> sa.ColumnElement:
    """The latest of the days that are there."""
    return sa.func.greatest(*days, type_=sa.Date)


def days_from(first, last) -> sa.ColumnElement:
    """Whole days between two dates."""
    return sa.type_coerce(sa.type_coerce(last, sa.Integer) - sa.type_coerce(first, sa.Integer), sa.Integer)


def quantile(column, q: float) -> sa.ColumnElement:
    """By linear interpolation on both engines."""
    return sa.func.percentile_cont(sa.literal_column(str(q))).within_group(column)


def among(column, values) -> sa.ColumnElement[bool]:
    """The column is one of many values, handed over as one list: hundreds of parameters take longer to read than their rows to find."""
    return column.in_(sa.select(sa.func.unnest(sa.literal(list(values), sa.ARRAY(column.type)), type_=column.type)))


def contains(column, words: str) -> sa.ColumnElement[bool]:
    """The words occur in the column, whatever their case; wildcards in them mean themselves."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.ilike(f"%{escaped}%", escape="\\")
