"""Standards of review: large enough, bound to what there is; an office's own file is loaded whole or refused line by line."""

from datetime import date
from pathlib import Path

import pytest

from data import catalogue
from data.catalogue import monitoring, review_standard
from data.desk import standards
from data.desk.store import Desk
from data.errors import BadInput
from queries import review_standards

HEAD = "dimension,item,item_zh,point,zh,severity,lines,types,rules\n"
GOOD = HEAD + "facts,i1,事实认定,p1,事实表述不准确,flaw,,,\nprocedure,i2,期限,p2,超过期限,error,prosecution,0301;17*,T08\n"
FROM = date(2026, 7, 1)
FAULTS = {
    "dimension,item\n": "point, zh, severity",
    HEAD + "facts,i1,事实认定,p1,要点,grave,,,\n": "第 2 行“severity”：无此代码：grave",
    HEAD + "fact,i1,事实认定,p1,要点,flaw,,,\n": "第 2 行“dimension”：无此代码：fact",
    HEAD + "facts,i1,事实认定,p1,,flaw,,,\n": "第 2 行“zh”：必须填写",
    HEAD + "facts,i1,事实认定,p1,甲,flaw,,,\nfacts,i1,事实认定,p1,乙,flaw,,,\n": "第 3 行“point”：重复：p1",
    HEAD + "facts,i1,事实认定,p1,甲,flaw,,,\nlaw,i1,事实认定,p2,乙,flaw,,,\n": "第 3 行“item”",
    HEAD + "facts,i1,事实认定,p1,甲,flaw,,9999,\n": "第 2 行“types”：无此代码：9999",
    HEAD + "facts,i1,事实认定,p1,甲,flaw,nowhere,,\n": "第 2 行“lines”：无此代码：nowhere",
    HEAD + "facts,i1,事实认定,p1,甲,flaw,,,T99999\n": "第 2 行“rules”：无此代码：T99999",
    HEAD: "没有评查要点",
    "mood," + GOOD: "多余的列：mood",
}


@pytest.fixture
def desk(tmp_path):
    made = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}")
    yield made
    made.close()


def written(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    file = folder / "standard.csv"
    file.write_text(content, encoding=encoding)
    return file


def test_the_shipped_standard_is_as_large_as_those_in_use():
    found = review_standard.shipped()["2026"]
    assert len(found.items) >= 68
    assert len(found.points) >= 288
    assert len({each.key for each in found.points}) == len(found.points)
    assert {each.dimension for each in found.points} == set(catalogue.codes("review_dimension"))


@pytest.mark.parametrize("each", review_standard.shipped().values(), ids=lambda each: each.key)
def test_points_name_what_there_is(each):
    assert all(point.severity in catalogue.codes("review_severity") for point in each.points)
    assert {rule for point in each.points for rule in point.rules} <= set(monitoring.rules())
    assert {line for point in each.points for line in point.lines} <= set(catalogue.codes("line"))
    assert all(point.label.zh and point.label.en and point.basis for point in each.points)


def test_a_rule_ticks_only_where_it_is_for():
    """A point bound to a rule applies to no type of case that the rule does not know."""
    known = {key: set(monitoring.types_named(rule.types)) for key, rule in monitoring.rules().items()}
    own = [point for point in review_standard.shipped()["2026"].points if point.key.startswith("rule-")]
    assert all(set(point.types) <= known[point.rules[0]] for point in own)


def test_points_of_a_line_are_not_for_another():
    found = review_standard.shipped()["2026"]
    assert "special_procedure" not in found.of("prosecution", "0301")
    assert "special_procedure" in found.of("juvenile", "1722")
    assert "investigation_supervision" in found.of("arrest", "0201")


@pytest.mark.parametrize(("content", "said"), FAULTS.items(), ids=range(len(FAULTS)))
def test_a_faulty_file_is_refused_with_every_line(desk, tmp_path, content, said):
    with pytest.raises(BadInput) as refused:
        standards.load(desk, written(tmp_path, content), "own", "本院标准", FROM)
    assert said in str(refused.value)
    with desk.reading() as con:
        assert [each.key for each in review_standards.all_of(con)] == ["2026", "2017"]


def test_all_faults_are_told_at_once(desk, tmp_path):
    content = HEAD + "fact,i1,事实认定,p1,,grave,,,\nfacts,i1,事实,p1,甲,flaw,,,\n"
    with pytest.raises(BadInput, match="有 5 处错误"):
        standards.load(desk, written(tmp_path, content), "own", "本院标准", FROM)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_an_offices_own_standard_is_in_force_from_its_day(desk, tmp_path, encoding):
    standards.load(desk, written(tmp_path, GOOD, encoding), "own", "本院标准", FROM)
    with desk.reading() as con:
        assert review_standards.in_force(con, FROM).key == "own"
        assert review_standards.in_force(con, date(2026, 6, 30)).key == "2026"
        assert review_standards.in_force(con, date(2020, 1, 1)).key == "2017"
        own = review_standards.named_in(con, "own")
    assert [point.types[:2] for point in own.points] == [(), ("0301", "1701")]
    assert str(own.label) == "本院标准"


def test_a_standard_never_changes_under_its_name(desk, tmp_path):
    standards.load(desk, written(tmp_path, GOOD), "own", "本院标准", FROM)
    for key in ("own", "2026"):
        with pytest.raises(BadInput, match="不改"):
            standards.load(desk, written(tmp_path, GOOD), key, "又一标准", FROM)


def test_other_files_are_refused(desk, tmp_path):
    with pytest.raises(BadInput):
        standards.load(desk, written(tmp_path, GOOD, "gb18030"), "own", "本院标准", FROM)
    with pytest.raises(BadInput):
        standards.load(desk, tmp_path / "nothing.csv", "own", "本院标准", FROM)
    with pytest.raises(BadInput):
        standards.load(desk, written(tmp_path, GOOD), "own", "本院标准", FROM, date(2026, 6, 1))
