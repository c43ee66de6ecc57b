"""The demo is what it says it is: counted, consistent, as of its day, with what was planted to be found in the files themselves."""

import hashlib
import json
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import catalogue, demo
from data.demo import stories
from data.demo.ugly import BROKEN
from data.errors import BadInput
from data.progress import Quiet
from data.sources.load import load
from data.sources.mapping import Mapping

AS_OF = demo.AS_OF.isoformat()
MAY_LIE_AHEAD = {"DQRQ", "YGKRQ", "QZCSFDJZRQ", "TYRQ"}
CASES, PERSONS, EVENTS, REVIEWS = "TYYW_GG_AJJBXX", "TYYW_GG_XYRJBXX", "YX_LC_JDJL", "YX_PC_JBXX"


def read(folder: Path, name: str) -> pd.DataFrame:
    """A table as text. Lines that are no rows of it are left out, damaged bytes are replaced."""
    file = folder / f"{name}.csv"
    if not file.exists():
        return pd.read_parquet(folder / f"{name}.parquet").astype(object).where(lambda frame: frame.notna(), None)
    lines = [line.split(",") for line in file.read_bytes().decode("gb18030", errors="replace").splitlines()]
    rows = [[value or None for value in line] for line in lines[1:] if len(line) == len(lines[0])]
    return pd.DataFrame(rows, columns=lines[0], dtype=object)


def facts_of(folder: Path) -> dict:
    return json.loads((folder / demo.FACTS_FILE).read_text(encoding="utf-8"))


def hashes(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


class Extract:
    def __init__(self, folder: Path):
        self.folder, self.facts = folder, facts_of(folder)
        self._read: dict[str, pd.DataFrame] = {}

    def raw(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = read(self.folder, name)
        return self._read[name]

    def good(self, name: str) -> pd.DataFrame:
        """The rows that were not spoiled: they come first."""
        kinds = self.facts["files"][name]
        flagged = kinds["rows_flagged"] - kinds["flagged"].get("wrong_unit_level", 0)
        return self.raw(name).iloc[: kinds["rows"] - kinds["rows_set_aside"] - flagged]


@pytest.fixture(scope="module")
def extract(tmp_path_factory) -> Extract:
    return Extract(demo.write(tmp_path_factory.mktemp("demo"), 5000).folder)


@pytest.fixture(scope="module")
def larger(tmp_path_factory) -> Extract:
    return Extract(demo.write(tmp_path_factory.mktemp("larger"), 30_000, form="parquet").folder)


def test_the_same_seed_gives_the_same_bytes(tmp_path, extract):
    again, other = demo.write(tmp_path / "again", 5000).folder, demo.write(tmp_path / "other", 5000, seed=2).folder
    assert hashes(again) == hashes(extract.folder)
    assert hashes(other)[f"{CASES}.csv"] != hashes(extract.folder)[f"{CASES}.csv"]


def test_every_row_is_counted(extract):
    for name, kinds in extract.facts["files"].items():
        lines = (extract.folder / f"{name}.csv").read_bytes().count(b"\n") - 1
        assert lines == kinds["rows"], name
    assert len(extract.good(CASES)) == 5000
    assert {file.stem for file in extract.folder.glob("*.csv")} == set(extract.facts["files"])


def test_half_a_percent_is_ugly(larger):
    kinds = larger.facts["files"]
    ugly = sum(each["rows_set_aside"] + each["rows_flagged"] for each in kinds.values())
    assert 0.004 < ugly / 30_000 < 0.006


def test_spoiled_cases_are_as_counted(extract):
    kinds, rows = extract.facts["files"][CASES], extract.raw(CASES)
    aside, flagged = kinds["set_aside"], kinds["flagged"]
    dates = rows[["BLKSRQ", "BJRQ", "WCRQ", "GDRQ"]]
    assert aside["missing_key"] == rows.BMSAH.isna().sum()
    assert aside["missing_required"] == rows.AJLB_BM.isna().sum()
    assert aside["soft_deleted"] == (rows.SFSC == "Y").sum()
    assert aside["impossible_order"] == (rows.SLRQ.str[:10] > rows.BJRQ).sum()
    assert aside["duplicate_row"] == rows.duplicated().sum()
    assert aside["duplicate_key"] == rows[rows.BMSAH.notna()].drop_duplicates().BMSAH.duplicated().sum()
    assert flagged["unknown_code"] == (~rows.AJLB_BM.dropna().isin(list(catalogue.case_types()))).sum()
    assert flagged["unknown_reference"] == (rows.CBDW_BM == "429999").sum()
    assert flagged["unparsable"] == (rows.BJRQ == "2024-13-45").sum()
    assert flagged["date_in_future"] == (dates > "2030").sum().sum()
    assert flagged["date_before_1950"] == (dates < "1950").sum().sum()
    assert flagged["encoding_damage"] == rows.AJMC.str.contains("\ufffd").sum()
    lines = (extract.folder / f"{CASES}.csv").read_bytes().splitlines()
    fields = [line.count(b",") for line in lines]
    assert aside["extra_fields"] == sum(n > fields[0] for n in fields)
    assert aside["missing_fields"] == sum(n < fields[0] for n in fields)


def test_spoiled_children_are_as_counted(extract):
    cases = extract.raw(CASES)
    for name in (PERSONS, EVENTS, REVIEWS):
        rows, aside = extract.raw(name), extract.facts["files"][name]["set_aside"]
        assert aside["reference_to_nothing"] == (~rows.BMSAH.isin(cases.BMSAH)).sum(), name
    events, aside = extract.raw(EVENTS), extract.facts["files"][EVENTS]["set_aside"]
    deleted = set(cases.BMSAH[cases.SFSC == "Y"])
    assert aside["parent_set_aside"] == events.BMSAH.isin(deleted).sum()
    assert aside["duplicate_row"] == events.duplicated().sum()
    assert aside["missing_required"] == (events.FSSJ == "昨天上午").sum()
    reviews = extract.raw(REVIEWS)
    concluded = set(cases.BMSAH[cases.BJRQ.notna()])
    done = reviews[(reviews.PCJDBH == "011") & reviews.BMSAH.isin(cases.BMSAH) & (reviews.SFSC == "N")]
    assert extract.facts["files"][REVIEWS]["flagged"]["numerator_not_in_base"] == (~done.BMSAH.isin(concluded)).sum()


def test_parquet_holds_no_broken_lines(larger):
    kinds = larger.facts["files"][CASES]
    assert not set(BROKEN) & (set(kinds["set_aside"]) | set(kinds["flagged"]))
    assert len(larger.raw(CASES)) == kinds["rows"]


def test_the_importer_finds_exactly_what_was_planted(extract):
    with duckdb.connect() as con:
        loaded = load(con, [str(extract.folder)], Mapping.named("ubas"), None, Quiet())
        files = con.execute("SELECT source_table, rows_read, rows_set_aside, rows_flagged FROM source_files").fetchall()
        faults = con.execute(
            "SELECT source_table, set_aside, reason, count(*) FROM quarantine JOIN source_files USING (file_no) GROUP BY ALL"
        ).fetchall()
    planted = extract.facts["files"]
    assert loaded.as_of == demo.AS_OF
    assert {file[0]: file[1:] for file in files} == {
        name: (kinds["rows"], kinds["rows_set_aside"], kinds["rows_flagged"]) for name, kinds in planted.items()
    }
    assert {(name, bool(aside), reason): n for name, aside, reason, n in faults} == {
        (name, kind == "set_aside", reason): n
        for name, kinds in planted.items()
        for kind in ("set_aside", "flagged")
        for reason, n in kinds[kind].items()
    }


def test_an_older_extract_in_the_folder_is_replaced(tmp_path):
    demo.write(tmp_path, 2000)
    demo.write(tmp_path, 2000, form="parquet")
    assert not list(tmp_path.glob("*.csv"))


def test_stated_levels_disagree_as_in_the_national_system(extract):
    units = extract.raw("XT_ZZJG_DWBM")
    levels = catalogue.levels()
    wrong = [code for code, level in zip(units.DWBM, units.DWJB, strict=True) if levels[code] != int(level)]
    assert len(wrong) == extract.facts["files"]["XT_ZZJG_DWBM"]["flagged"]["wrong_unit_level"]


def test_keys_are_unique_and_references_lead_somewhere(larger):
    cases, persons = larger.good(CASES), larger.good(PERSONS)
    keys = {CASES: ["BMSAH"], PERSONS: ["BMSAH", "XYRBH"], EVENTS: ["JDBH"], REVIEWS: ["PCSLBM"], "YX_PC_PCX": ["PCXSLBM"]}
    keys |= {"TYYW_GG_QZCSQK": ["QZCSBH"], "YX_AG_AJFPRZ": ["FPBH"], "YX_WS_AJJZWJ": ["WSBH"], "XT_ZZJG_RYBM": ["DWBM", "GH"]}
    for name, key in keys.items():
        assert not larger.good(name).duplicated(key).any(), name
    for name in larger.facts["files"]:
        if "BMSAH" in larger.raw(name).columns:
            assert larger.good(name).BMSAH.isin(cases.BMSAH).all(), name
    known = set(zip(persons.BMSAH, persons.XYRBH, strict=True))
    for name in (EVENTS, "TYYW_GG_QZCSQK", "TYYW_ZJ_FZXYR", "TYYW_GS_XYRQK"):
        rows = larger.good(name).dropna(subset=["XYRBH"])
        assert set(zip(rows.BMSAH, rows.XYRBH, strict=True)) <= known, name
    assert larger.good("YX_PC_PCX").PCSLBM.isin(larger.good(REVIEWS).PCSLBM).all()


def test_handlers_sit_in_the_department_of_their_case(larger):
    cases = larger.good(CASES).dropna(subset=["CBRGH"])
    postings = larger.raw("XT_QX_RYJSFP")
    posted = set(zip(postings.DWBM, postings.BMBM, postings.GH, strict=True))
    moved = set(larger.raw("YX_AG_AJFPRZ").query("SFBG == 'Y'").BMSAH)
    of_cases = cases[~cases.BMSAH.isin(moved)]
    assert set(zip(of_cases.CBDW_BM, of_cases.CBBM_BM, of_cases.CBRGH, strict=True)) <= posted
    departments = larger.raw("XT_ZZJG_BMBM")
    assert set(zip(cases.CBDW_BM, cases.CBBM_BM, strict=True)) <= set(zip(departments.DWBM, departments.BMBM, strict=True))


def test_nothing_happens_after_the_day_of_the_extract(larger):
    for name in larger.facts["files"]:
        rows = larger.good(name)
        for column in rows.columns:
            values = rows[column].dropna()
            if column not in MAY_LIE_AHEAD and len(values) and re.fullmatch(r"\d{4}-\d\d-\d\d.*", values.iloc[0]):
                assert values.max()[:10] <= AS_OF, (name, column)


def test_days_of_a_case_run_forward(larger):
    cases = larger.good(CASES)
    for before, after in (("SLRQ", "BJRQ"), ("BJRQ", "WCRQ"), ("WCRQ", "GDRQ"), ("SLRQ", "BLKSRQ")):
        both = cases.dropna(subset=[before, after])
        assert (both[before].str[:10] <= both[after]).all(), (before, after)
    assert cases.SLRQ.min()[:10] >= larger.facts["first_day"]
    events = larger.good(EVENTS)
    assert (events.FSSJ <= events.LRSJ).all()
    assert (events.groupby("BMSAH").FSSJ.apply(lambda moments: moments.is_monotonic_increasing)).all()
    assert (events.groupby("BMSAH").JDDM.first() == "accept").all()


def test_reviews_follow_conclusion(larger):
    reviews = larger.good(REVIEWS).merge(larger.good(CASES)[["BMSAH", "BJRQ"]], on="BMSAH")
    assert (reviews.BJRQ < reviews.KSRQ).all()
    assert (reviews.dropna(subset=["JSRQ"]).KSRQ <= reviews.dropna(subset=["JSRQ"]).JSRQ).all()
    assert set(reviews.PCBZ) == {"2017"}


def test_coded_values_are_known(larger):
    columns = {
        (CASES, "AJLB_BM"): set(catalogue.case_types()),
        (EVENTS, "JDDM"): set(catalogue.nodes()),
        (CASES, "YSAY_AYMC"): "charge",
        (CASES, "QASJCLJG_MC"): "outcome",
        (CASES, "AJLY_MC"): "case_source",
        (CASES, "BLFS"): "handling_mode",
        (EVENTS, "AJSZ"): "holder",
        ("TYYW_GG_QZCSQK", "QZCS_MC"): "coercive",
        ("TYYW_ZJ_FZXYR", "BBQX_MC"): "refusal_reason",
        ("TYYW_GS_XYRQK", "YSXGX_MC"): "sentence",
        ("YX_AG_GLAJ", "GLFS_MC"): "link_kind",
        ("YX_AG_BHDLDJ", "SXLX_MC"): "defence_matter",
        ("TYYW_AG_LCJKRZ", "HFQK_MC"): "finding_reply",
    }
    for (name, column), known in columns.items():
        allowed = known if isinstance(known, set) else {text.zh for text in catalogue.codes(known).values()}
        assert set(larger.good(name)[column].dropna()) <= allowed, column


def test_numbers_can_be_read_and_no_identity_is_real(larger):
    cases, persons = larger.good(CASES), larger.good(PERSONS)
    parts = cases.BMSAH.str.extract(r"^(?P<short>.+检)(?P<word>\w+)受\[(?P<year>\d{4})\](?P<unit>\d{6})\d{5,}号$")
    assert parts.notna().all().all()
    assert (parts.unit == cases.CBDW_BM).all()
    assert (parts.year == cases.SLRQ.str[:4]).all()
    assert cases.TYSAH.str.fullmatch(r"\d{17}").all()
    assert persons.ZJHM.str.fullmatch(r"DEMO\d{14}").all()


def test_the_same_persons_are_arrested_and_prosecuted(larger):
    links, cases = larger.good("YX_AG_GLAJ"), larger.good(CASES).set_index("BMSAH")
    pairs = links[links.GLFS_MC == "捕诉关联"]
    assert len(pairs) > 0.25 * (cases.AJLB_BM == "0301").sum()
    assert (cases.TYSAH[pairs.YAJ_BMSAH].to_numpy() == cases.TYSAH[pairs.GLAJ_BMSAH].to_numpy()).all()
    known = larger.good(PERSONS).groupby("BMSAH").ZJHM.apply(frozenset)
    assert (known[pairs.YAJ_BMSAH].to_numpy() == known[pairs.GLAJ_BMSAH].to_numpy()).all()


def test_volumes_and_shares_are_plausible(larger):
    cases, events, reviews = larger.good(CASES), larger.good(EVENTS), larger.good(REVIEWS)
    assert 11 < len(events) / len(cases) < 15
    done = cases.dropna(subset=["BJRQ", "DQRQ"])
    assert 0.003 < (done.BJRQ > done.DQRQ).mean() < 0.015
    pending = cases[cases.BJRQ.isna() & (cases.AJLB_BM != "1613")]
    assert 0.005 < len(pending) / len(cases) < 0.04
    assert (pending.DQRQ.dropna() < AS_OF).any()
    assert 0.005 < (cases.BJRQ.notna() & cases.WCRQ.isna() & (cases.BJRQ < "2025-01")).mean() < 0.03
    assert 0.08 < len(reviews) / len(cases) < 0.15
    grades = reviews.PCJL_MC.dropna().value_counts(normalize=True)
    assert 0.03 < grades["优质案件"] < 0.08
    assert 0.1 < grades["瑕疵案件"] < 0.25
    assert 0.002 < grades["不合格案件"] < 0.01
    assert 0.02 < len(larger.good("TYYW_AG_LCJKRZ")) / len(cases) < 0.06
    weekday = pd.to_datetime(cases.SLRQ.str[:10]).dt.day_of_week
    assert (weekday > 4).mean() < 0.03
    review = done[(done.AJLB_BM == "0301") & ((pd.to_datetime(done.DQRQ) - pd.to_datetime(done.SLRQ.str[:10])).dt.days > 27)]
    before_limit = (pd.to_datetime(review.DQRQ) - pd.to_datetime(review.BJRQ)).dt.days
    assert before_limit.between(0, 2).mean() > 1.5 * before_limit.between(3, 5).mean()


def test_civil_and_administrative_cases_are_told_apart_by_their_nature(larger):
    cases = larger.good(CASES).dropna(subset=["AJXZ_DM"])
    lines = pd.Series([catalogue.line_of(*each) for each in zip(cases.AJLB_BM, cases.AJXZ_DM, strict=True)]).value_counts(normalize=True)
    assert 0.2 < lines["administrative"] < 0.45
    assert 0.55 < lines["civil"] < 0.8


def test_story_bottleneck(larger):
    story = stories.BOTTLENECK
    events = larger.good(EVENTS)
    cases = larger.good(CASES).set_index("BMSAH")
    waits = events[events.JDDM.isin([story.facts["from"], story.facts["to"]])].copy()
    waits = waits[cases.AJLB_BM[waits.BMSAH].isin(["0301", "1722"]).to_numpy()]
    days = pd.to_datetime(waits.FSSJ.str[:10]).groupby([waits.BMSAH, waits.JDDM]).max().unstack().dropna()
    wait = (days[story.facts["to"]] - days[story.facts["from"]]).dt.days
    here = cases.CBDW_BM[wait.index].str[:4].eq(story.unit[:4]).to_numpy()
    since = (days[story.facts["to"]] >= pd.Timestamp(story.since)).to_numpy()
    assert wait[here & since].median() >= story.facts["days_low"]
    assert wait[here & ~since].median() <= story.facts["elsewhere_at_most"]
    assert wait[~here & since].quantile(0.9) <= story.facts["elsewhere_at_most"]


def test_story_improving_reviews(larger):
    story = stories.IMPROVING
    reviews = larger.good(REVIEWS).merge(larger.good(CASES)[["BMSAH", "CBDW_BM"]], on="BMSAH").dropna(subset=["PCJL_MC"])
    here = reviews[story.unit == reviews.CBDW_BM]
    flawed = here.PCJL_MC.eq("瑕疵案件").groupby(here.JSRQ.str[:4].isin(["2024", "2025"])).mean()
    assert flawed[False] > flawed[True] + 0.08


def test_story_policy(larger):
    story, cases = stories.POLICY, larger.good(CASES).dropna(subset=["QASJCLJG_MC"])
    since = story.since.isoformat() <= cases.SLRQ
    here = cases.CBDW_BM.str[:4] == story.unit[:4]
    for kind, outcome, added in (("0201", "不批准逮捕", "refused_added"), ("0301", "相对不起诉", "nonpros_added")):
        of_kind = kind == cases.AJLB_BM
        share = {(place, late): cases[of_kind & (here == place) & (since == late)].QASJCLJG_MC.eq(outcome).mean()
                 for place in (True, False) for late in (True, False)}  # fmt: skip
        jump = share[True, True] - share[True, False] - (share[False, True] - share[False, False])
        assert jump > story.facts[added] * 0.5, outcome


def test_story_merged_department(larger):
    story, departments = stories.MERGED, larger.raw("XT_ZZJG_BMBM")
    own = departments[story.unit == departments.DWBM].set_index("BMBM")
    old = own.loc[story.facts["department"]]
    assert (story.facts["last_day"], story.facts["successor"]) == (old.TYRQ, old.BRBM)
    cases = larger.good(CASES)
    cases = cases[(story.unit == cases.CBDW_BM) & (story.facts["department"] == cases.CBBM_BM)]
    assert len(cases) > 10
    assert cases.BLKSRQ.max() <= story.facts["last_day"]
    assert departments.TYRQ.notna().sum() == 1


def test_story_returns_doubled(larger):
    story, cases = stories.RETURNS, larger.good(CASES)
    cases = cases.merge(larger.good("TYYW_GS_SCQS")[["BMSAH", "YCTCRQ"]], on="BMSAH")
    here = cases[story.unit == cases.CBDW_BM]
    share = here.YCTCRQ.notna().groupby(story.since.isoformat() <= here.SLRQ).mean()
    assert share[True] > 1.7 * share[False]


def test_story_long_pending(larger):
    story, cases = stories.LONG_PENDING, larger.good(CASES)
    old = cases[cases.BJRQ.isna() & cases.AJLB_BM.isin(["0301", "1722"])]
    days = (pd.Timestamp(AS_OF) - pd.to_datetime(old.SLRQ.str[:10])).dt.days
    long = old[days > story.facts["over_days"]]
    here = long[story.unit == long.CBDW_BM]
    assert len(here) >= 5
    assert here.DQJD.eq(catalogue.nodes()[story.facts["node"]].label.zh).mean() > 0.9
    assert len(here) > 2 * long[story.unit != long.CBDW_BM].CBDW_BM.value_counts().max()


def test_the_whole_country(tmp_path):
    found = Extract(demo.write(tmp_path, 12_000, form="parquet", national=True).folder)
    units = found.raw("XT_ZZJG_DWBM")
    assert 3800 < len(units) < 4000
    assert (units.FDWBM == "100000").sum() == 32
    assert set(units.FDWBM.dropna()) <= set(units.DWBM)
    assert not units.DWBM.duplicated().any()
    assert len(found.good(CASES)) == 12_000
    assert 28 <= found.good(CASES).CBDW_BM.str[:2].nunique() <= 32


def test_large_cities_are_made_in_slices(tmp_path, monkeypatch):
    """Slices of one office must not give the same number twice."""
    monkeypatch.setattr(demo, "_PORTION", 300)
    found = Extract(demo.write(tmp_path, 5000, form="parquet").folder)
    assert len(found.good(CASES)) == 5000
    assert not found.good(CASES).BMSAH.duplicated().any()
    assert not found.good(EVENTS).JDBH.duplicated().any()


@pytest.mark.parametrize("wrong", [{"cases": 10}, {"years": 1}, {"encoding": "latin-1"}, {"form": "xlsx"}])
def test_impossible_wishes_are_refused(tmp_path, wrong):
    with pytest.raises(BadInput):
        demo.write(tmp_path, **{"cases": 5000, **wrong})


def test_utf_8(tmp_path):
    folder = demo.write(tmp_path, 2000, encoding="utf-8").folder
    lines = (folder / f"{EVENTS}.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("BMSAH,JDBH")
    assert "受理登记" in lines[1]
