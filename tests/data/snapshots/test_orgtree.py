"""Level, province and city of units come from the tree alone."""

from data import catalogue
from data.snapshots.orgtree import Office, merged, placed


def office(code: str, parent: str | None = None, **more) -> Office:
    return Office(code, f"院{code}", parent=parent, **more)


NATIONAL = [
    office("100000"), office("420000", "100000"), office("420100", "420000"), office("420102", "420100"), office("429191", "420000"),
    office("429200", "420000"), office("429201", "429200"), office("110000", "100000"), office("110101", "110000"),
]  # fmt: skip


def where(offices) -> dict[str, tuple]:
    return {each.org_code: (each.level, each.province, each.city) for each in placed(offices)}


def test_levels_of_a_whole_tree():
    assert where(NATIONAL) == {
        "100000": (1, "100000", "100000"),
        "420000": (2, "420000", "420000"),
        "420100": (3, "420000", "420100"),
        "420102": (4, "420000", "420100"),
        "429191": (4, "420000", "429191"),  # straight under its province, counts as grass roots
        "429200": (3, "420000", "429200"),
        "429201": (4, "420000", "429200"),
        "110000": (2, "110000", "110000"),
        "110101": (4, "110000", "110101"),  # a district of a municipality
    }


def test_the_level_a_source_states_is_not_believed():
    assert where([office("420000"), office("420300", "420000", stated_level=4)])["420300"] == (3, "420000", "420300")


def test_a_unit_below_grass_roots_is_grass_roots():
    assert where([*NATIONAL, office("420199", "420102")])["420199"] == (4, "420000", "420100")


def test_a_unit_of_no_tree_stands_for_itself():
    assert where([office("unknown"), office("777001", "777000")]) == {
        "unknown": (None, "unknown", "unknown"), "777001": (None, "777001", "777001"),
    }  # fmt: skip


def test_a_circle_ends():
    assert where([office("a", "b"), office("b", "a")]) == {"a": (None, "a", "a"), "b": (None, "b", "b")}


def test_what_was_delivered_wins_and_parents_come_from_the_catalogue():
    delivered = [office("420102", "420100")]
    found = merged(delivered, NATIONAL, {"420102": None, "888888": "军事院", "429191": None})
    assert found[0] is delivered[0]
    assert {each.org_code: each.known for each in found} == {
        "420102": True, "420100": True, "420000": True, "100000": True, "429191": True, "888888": False,
    }  # fmt: skip
    assert next(each.org_name for each in found if not each.known) == "军事院"


def test_the_catalogue_is_a_whole_tree():
    listed = [Office(o.code, o.name, o.short_name, o.parent) for o in catalogue.orgs()]
    levels = {code: place[0] for code, place in where(listed).items()}
    assert None not in levels.values()
    assert [code for code, level in levels.items() if level == 1] == ["100000"]
    assert levels["429191"] == 4
