"""The offices of a demo: one province as it is, the others made up when the whole country is asked for.

Knows codes, names, levels as the source states them, sizes. Must not know people or cases.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data import catalogue
from data.demo import stories

COUNTY, CITY, PROVINCE, PRISON = range(4)
HOME = "420000"
PRISON_OFFICES = ("420193", "420691", "420892", "421093")
CITY_WEIGHT = {
    "420100": 0.27, "420200": 0.055, "420300": 0.06, "420500": 0.085, "420600": 0.1, "420700": 0.025, "420800": 0.05,
    "420900": 0.07, "421000": 0.095, "421100": 0.085, "421200": 0.04, "421300": 0.03, "422800": 0.05, "429000": 0.04,
    "429191": 0.003, "429200": 0.012,
}  # fmt: skip
POPULATION = {  # millions, census of 2020
    "11": 21.9, "12": 13.9, "13": 74.6, "14": 34.9, "15": 24.0, "21": 42.6, "22": 24.1, "23": 31.9, "31": 24.9, "32": 84.7,
    "33": 64.6, "34": 61.0, "35": 41.5, "36": 45.2, "37": 101.5, "41": 99.4, "42": 57.8, "43": 66.4, "44": 126.0, "45": 50.1,
    "46": 10.1, "50": 32.1, "51": 83.7, "52": 38.6, "53": 47.2, "54": 3.6, "61": 39.5, "62": 25.0, "63": 5.9, "64": 7.2,
    "65": 23.3, "66": 2.6,
}  # fmt: skip
NATIONAL_OFFICES = 3900
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    short: str
    stated_level: str
    parent: str
    sort: int
    kind: int
    weight: float
    group: str  # the city whose cases are made together

    @property
    def nature(self) -> str:
        """普通 0, 铁检 1."""
        return "1" if self.code.startswith("4292") else "0"


def units(seed: int, national: bool) -> list[Unit]:
    """The offices, with weights that add up to one, in the order of their codes' tree."""
    rng = np.random.default_rng([seed, 1])
    made = _home(rng)
    if national:
        share = {code: people / sum(POPULATION.values()) for code, people in POPULATION.items()}
        made = [_scaled(each, share["42"]) for each in made]
        for province in sorted(set(share) - {"42"}):
            made += _province(rng, province, share[province])
    total = sum(each.weight for each in made)
    return sorted((_scaled(each, 1 / total) for each in made), key=lambda each: each.sort)


def _home(rng: np.random.Generator) -> list[Unit]:
    with (Path(__file__).parent / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    raw = {row["code"]: _size(rng, row) for row in rows}
    of_city: dict[str, float] = {}
    for row in rows:
        of_city[_group(row)] = of_city.get(_group(row), 0.0) + raw[row["code"]]
    return [_unit(row, raw[row["code"]] / of_city[_group(row)]) for row in rows]


def _group(row: dict[str, str]) -> str:
    return row["code"] if row["parent"] in ("100000", HOME) else row["parent"]


def _kind(row: dict[str, str]) -> int:
    if row["code"] == HOME:
        return PROVINCE
    if row["code"] in PRISON_OFFICES:
        return PRISON
    return CITY if row["parent"] == HOME and row["code"] != "429191" else COUNTY


def _size(rng: np.random.Generator, row: dict[str, str]) -> float:
    size = float(rng.lognormal(0, 0.45))
    return {CITY: 0.9 * size, PRISON: 0.5, PROVINCE: 1.0}.get(_kind(row), size * (0.35 if row["code"][4] == "9" else 1))


def _unit(row: dict[str, str], within: float) -> Unit:
    group = _group(row)
    weight = 0.012 if row["code"] == HOME else CITY_WEIGHT[group] * within
    weight = max(weight, stories.BUSY.get(row["code"], 0))
    sort = int(row["sort"]) + 420000
    return Unit(row["code"], row["name"], row["short"], row["stated_level"], row["parent"], sort, _kind(row), weight, group)


def _scaled(unit: Unit, by: float) -> Unit:
    return Unit(**{**unit.__dict__, "weight": unit.weight * by})


def _province(rng: np.random.Generator, province: str, share: float) -> list[Unit]:
    """An invented tree under a real province: its cities and counties are numbered, never named after a place."""
    short = catalogue.codes("org")[province + "0000"].zh
    name = next(each.name for each in catalogue.orgs() if each.code == province + "0000")
    people = sum(value**0.75 for code, value in POPULATION.items() if code != "42")
    offices = max(20, round((NATIONAL_OFFICES - 131) * POPULATION[province] ** 0.75 / people))
    cities = max(2, round(offices / 11))
    base = int(province) * 10000
    top = Unit(province + "0000", name, f"{short}检", "2", "100000", base, PROVINCE, share * 0.012, province + "0000")
    made = [top]
    for city in range(1, cities + 1):
        counties = offices // cities + (city <= offices % cities) - 1
        made += _city(rng, f"{province}{city:02d}", f"{short}第{_numeral(city)}市", f"{short}{city:02d}", counties, share / cities)
    return made


def _city(rng: np.random.Generator, prefix: str, name: str, short: str, counties: int, weight: float) -> list[Unit]:
    code = prefix + "00"
    sizes = rng.lognormal(0, 0.45, counties + 1) * weight / (counties + 1)
    made = [Unit(code, f"{name}人民检察院", f"{short}检", "3", prefix[:2] + "0000", int(code), CITY, float(sizes[0]), code)]
    for at in range(1, counties + 1):
        own = f"{prefix}{at + 1:02d}"
        title = f"{name}第{_numeral(at)}区人民检察院"
        made.append(Unit(own, title, f"{short}{at:02d}检", "4", code, int(own), COUNTY, float(sizes[at]), code))
    return made


def _numeral(value: int) -> str:
    """1..99 in Chinese."""
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones or not tens else "")
