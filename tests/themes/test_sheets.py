"""Sheets: what is written to be coded is read again, from any spreadsheet, and found in plans and other sheets."""

import pytest

from corpus_tools.errors import SheetError
from corpus_tools.output.listings import format_csv
from corpus_tools.output.theme_listings import sheet_listing
from corpus_tools.reading.source import source_of_text
from corpus_tools.structure.plans import Plan, parse_source
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans
from corpus_tools.themes.sheets import explain_strange, find_strange, make_sheet, match_plans, match_sheets, parse_sheet

TEXT = "工会工作计划\n一、关心职工\n1.慰问老师；组织登山。\n2.每月公布账目。\n"
HEADER = "source,start,end,themes\n"


def plans_of(text: str = TEXT, path: str = "union/a.txt") -> list[Plan]:
    return list(parse_source(source_of_text(text, path)).plans)


def test_a_sheet_has_every_clause_with_its_place() -> None:
    rows = make_sheet(plans_of())
    assert [row.text for row in rows] == ["关心职工", "慰问老师", "组织登山", "每月公布账目"]
    assert all(TEXT[row.start : row.end] == row.text for row in rows)
    assert (rows[1].plan, rows[1].title, rows[1].node, rows[1].part, rows[1].themes) == (
        *("union/a.txt#1", "工会工作计划", "一、关心职工 > 1.", "body", ""),
    )


def test_clauses_are_drawn_by_a_seed_and_stay_in_order() -> None:
    drawn = make_sheet(plans_of(), 2, seed=5)
    assert drawn == make_sheet(plans_of(), 2, seed=5)
    assert len({tuple(make_sheet(plans_of(), 2, seed=seed)) for seed in range(9)}) > 1
    assert drawn == sorted(drawn, key=lambda row: row.start)
    assert len(make_sheet(plans_of(), 99)) == 4


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_is_written_is_read(encoding: str, delimiter: str) -> None:
    rows = [row._replace(themes="送温暖、女工") for row in make_sheet(plans_of())]
    written = format_csv(sheet_listing(rows)).replace(",", delimiter)
    clauses = parse_sheet(written.encode(encoding), "sheet.csv").clauses
    assert [clause[:3] for clause in clauses] == [row[:3] for row in rows]
    assert {clause.themes for clause in clauses} == {frozenset({"送温暖", "女工"})}
    assert {clause.document for clause in clauses} == {"union/a.txt#1"}


def test_a_file_that_begins_like_a_formula_is_found() -> None:
    plans = plans_of(path="-a.txt")
    written = format_csv(sheet_listing([row._replace(themes="-") for row in make_sheet(plans)]))
    assert "'-a.txt" in written
    clauses = parse_sheet(written.encode(), "sheet.csv").clauses
    assert {(clause.source, clause.document) for clause in clauses} == {("-a.txt", "-a.txt#1")}
    assert len(match_plans(clauses, plans, []).clauses) == 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("source,start,end\na,1,2\n", "no column themes"),
        ("", "no column source, start, end, themes"),
        (HEADER, "no clause"),
        (HEADER + "a,1,x,\n", "line 2: start and end"),
        (HEADER + "a,1\n", "line 2: start and end"),
        (HEADER + "a,2,2,\n", "a start before its end"),
        (HEADER + ",1,2,\n", "needs a source"),
        (HEADER + "a,1,2,\na,1,2,女工\n", "line 3: the clause a 1 to 2 stands in it twice"),
        ("source,start,end,text,themes\na,1,2,b,\n", "no clause in it is coded yet"),
    ],
)
def test_sheets_that_cannot_be_used(content: str, reason: str) -> None:
    with pytest.raises(SheetError, match=reason):
        parse_sheet(content.encode(), "sheet.csv")


def sheet(*rows: tuple[str, str, str]) -> bytes:
    """Return a sheet of clauses of TEXT: source, clause, themes."""
    places = [(source, TEXT.index(clause), len(clause), themes) for source, clause, themes in rows]
    lines = (f"{source},{start},{start + n},{themes}\n" for source, start, n, themes in places)
    return (HEADER + "".join(lines)).encode()


@pytest.mark.parametrize("source", ["union/a.txt", "a.txt", "data/union/a.txt", plans_of()[0].source.sha256])
def test_sources_are_found_by_path_or_digest(source: str) -> None:
    plans = plans_of()
    coded = parse_sheet(sheet((source, "慰问老师", "送温暖"), (source, "组织登山", "文体活动")), "sheet.csv").clauses
    matched = match_plans(coded, plans, code_plans(plans, Codebook.bundled()))
    assert [clause.text for clause in matched.clauses] == ["慰问老师", "组织登山"]
    assert matched.units[0].second == {"送温暖"}
    assert matched.left_first == ()


def test_clauses_that_are_cut_otherwise_and_clauses_that_are_gone() -> None:
    plans = plans_of()
    both = "慰问老师；组织登山"
    coded = parse_sheet(sheet(("a.txt", both, "送温暖"), ("b.txt", "每月公布账目", "")), "sheet.csv").clauses
    matched = match_plans(coded, plans, code_plans(plans, Codebook.bundled()))
    assert [(clause.text, unit.second) for clause, unit in zip(matched.clauses, matched.units, strict=True)] == [
        (both, frozenset({"送温暖", "文体活动"}))  # of the two clauses that it is by now
    ]
    assert [clause.source for clause in matched.left_first] == ["b.txt"]


def test_what_only_the_heading_says_is_not_held_against_a_coder() -> None:
    plans = plans_of()
    codes = [code._replace(via="heading") for code in code_plans(plans, Codebook.bundled())]
    coded = parse_sheet(sheet(("a.txt", "慰问老师", "送温暖")), "sheet.csv").clauses
    assert match_plans(coded, plans, codes).units[0].second == frozenset()


def test_a_source_that_may_be_two_files() -> None:
    plans = [*plans_of(), *plans_of(TEXT + "三、读书。", "party/a.txt")]
    coded = parse_sheet(sheet(("a.txt", "慰问老师", "")), "sheet.csv").clauses
    with pytest.raises(SheetError, match=r"a.txt may be union/a.txt or party/a.txt"):
        match_plans(coded, plans, [])


def test_two_coders() -> None:
    first = parse_sheet(sheet(("a.txt", "慰问老师", "送温暖"), ("a.txt", "组织登山", "")), "a.csv").clauses
    second = [first[0]._replace(themes=frozenset({"女工"})), first[1]._replace(start=0)]
    matched = match_sheets(first, second)
    assert [(unit.first, unit.second) for unit in matched.units] == [(frozenset({"送温暖"}), frozenset({"女工"}))]
    assert (len(matched.left_first), len(matched.left_second)) == (1, 1)


def test_a_clause_that_a_coder_left_blank_is_not_coded_and_a_dash_is_no_theme() -> None:
    rows = [
        row._replace(themes=themes)
        for row, themes in zip(make_sheet(plans_of()), ("", "-", " — ", "女工"), strict=True)
    ]
    read = parse_sheet(format_csv(sheet_listing(rows)).encode(), "sheet.csv")
    assert (read.n_blank, [clause.text for clause in read.clauses]) == (1, ["慰问老师", "组织登山", "每月公布账目"])
    assert [clause.themes for clause in read.clauses] == [frozenset(), frozenset(), {"女工"}]
    finished = parse_sheet(sheet(("a.txt", "慰问老师", ""), ("a.txt", "组织登山", "-")), "codes.csv")
    assert (finished.n_blank, [clause.themes for clause in finished.clauses]) == (0, [frozenset()] * 2)


def test_a_theme_that_nobody_knows_is_named_with_the_nearest() -> None:
    known = Codebook.bundled().themes
    assert find_strange(["校务公開", "女工", "送溫曖", "天气"], known) == {
        "校务公開": "校务公开",
        "送溫曖": "送温暖",
        "天气": None,
    }


def test_one_sentence_names_strange_themes_and_what_was_searched() -> None:
    known = Codebook.bundled().themes
    of_one = explain_strange(["德育", "女工", "天气"], known, "school-union")
    assert str(of_one) == "themes that school-union does not have: 德育 (师德?) 天气"
    assert str(explain_strange(["天气"], known, None)).startswith("themes that no bundled codebook has: 天气; name the")
    assert explain_strange(["女工"], known, "school-union") is None


def test_names_with_blanks_and_commas_are_read_where_they_are_known() -> None:
    written = HEADER + 'a,1,2,"读书、写字 staff care|女工"\na,2,3,staff\na,3,4,staff carefully\n'
    known = ["女工", "staff", "staff care", "读书、写字"]
    themes = [clause.themes for clause in parse_sheet(written.encode(), "codes.csv", known).clauses]
    assert themes == [{"读书、写字", "staff care", "女工"}, {"staff"}, {"staff", "carefully"}]
    [first, *_others] = parse_sheet(written.encode(), "codes.csv").clauses
    assert first.themes == {"读书", "写字", "staff", "care", "女工"}


def test_what_spreadsheets_leave_is_read() -> None:
    """Rows of blanks, names of columns in capitals."""
    sheet = parse_sheet(" Source,START,end,Themes\na,1,2,读书\n,,,\n , ,,\n\na,3,4,-\n".encode(), "a.csv")
    assert [(clause.start, sorted(clause.themes)) for clause in sheet.clauses] == [(1, ["读书"]), (3, [])]
