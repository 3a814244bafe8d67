"""The corpus folder and the Corpus object: what goes in comes out, and what cannot be used says so."""

import copy
import io
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import warnings
import zipfile
from collections.abc import Callable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools import tables
from corpus_tools.corpus import replacing
from corpus_tools.corpus.local import run_map
from corpus_tools.corpus.manifest import MANIFEST
from corpus_tools.corpus.result_rows import alignment_rows, reuse_rows, spin_rows
from corpus_tools.corpus.reuse_of_rows import alignments_of_rows, reuse_of_rows
from corpus_tools.corpus.store import Store
from corpus_tools.errors import (
    AlignmentError,
    DamagedCorpusError,
    GroupError,
    GroupsWarning,
    InputFailedWarning,
    MetaError,
    NoSuchFamilyError,
    NoSuchPlanIdError,
    NoSuchTableError,
    NotCorpusError,
    NothingReadError,
    OtherVersionError,
    OutputError,
    QueryError,
    ResultColumnError,
    SamePlanError,
    SeveralPlansError,
    SheetWarning,
    WorkerDiedError,
)
from corpus_tools.reuse.alignments import align_plans
from corpus_tools.reuse.evidence import REASONS
from corpus_tools.reuse.results import Uncompared
from corpus_tools.reuse.verdicts import find_reuse, with_spin
from corpus_tools.themes.clusters import Clustering, ClusterOptions
from corpus_tools.words.lists import StopWords
from tests.conftest import DATA, ROOT

PLANS = DATA / "plans"


@pytest.fixture(scope="module")
def corpus(plans_corpus: Path) -> ct.Corpus:
    return ct.Corpus.open(plans_corpus)


def test_plans_come_out_as_they_went_in(corpus: ct.Corpus) -> None:
    direct = {plan.plan_id: plan for plan in ct.read_plans(PLANS)}
    assert [plan.plan_id for plan in corpus.all_plans()] == list(direct)
    for plan in corpus.all_plans():
        own = {key: value for key, value in plan.to_dict().items() if key != "meta"}
        assert own == {key: value for key, value in direct[plan.plan_id].to_dict().items() if key != "meta"}


def test_every_table_has_its_columns(corpus: ct.Corpus) -> None:
    for table in tables.TABLES:
        frame = corpus.sql(f"select * from {table.name}")
        assert tuple(frame.columns)[: len(table.columns)] == table.names
    own = set(tables.BY_NAME["plans"].names)
    said = {"shown_title", "school", "year"}.union(*(plan.meta for plan in corpus.all_plans()))
    assert set(corpus.plans.columns) - own == said - own
    assert (ROOT / "docs" / "tables.md").read_text("utf-8") == tables.format_dictionary()


def test_offsets_are_evidence(corpus: ct.Corpus) -> None:
    texts = corpus.plans.set_index("plan_id")["text"]
    for name in ("clauses", "codes", "dates", "names"):
        for row in getattr(corpus, name).itertuples():
            assert texts[row.plan_id][row.start : row.end] == row.text


def test_signatures_estimate_the_scores(corpus: ct.Corpus) -> None:
    rows = {row["plan_id"]: row for row in corpus.signatures.to_dict("records")}
    own = {plan_id: np.frombuffer(row["signature"], dtype="<u4") for plan_id, row in rows.items()}
    assert set(own) == set(corpus.plans["plan_id"]) and len(corpus.pairs)
    for pair in corpus.pairs.to_dict("records"):
        a, b = pair["a"], pair["b"]
        assert np.mean(own[a] == own[b]) == pytest.approx(pair["jaccard"], abs=0.12)
        assert (rows[a]["digest"] == rows[b]["digest"]) == (pair["verdict"] == "exact")


def test_pairs_say_who_copied_from_whom(corpus: ct.Corpus) -> None:
    [pair] = corpus.pairs.query("a == '01_qingshi_union_2024.txt#1' and verdict == 'spun'").to_dict("records")
    assert (pair["source"], pair["relation"]) == (pair["a"], "other_school")
    assert (pair["copy"], pair["containment"]) == (pair["b"], pair["containment_b"])
    assert pair["source_confidence"] > 0.9
    assert list(pair["source_evidence"])[:2] == [
        "spun words stand in 06_hexi_union_spun.txt#1",
        "implied year 2024 before 2025",
    ]


def test_numbers_of_numpy_are_numbers(corpus: ct.Corpus) -> None:
    drawn = corpus.coding_sheet(np.int64(5), seed=np.int64(3))  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(drawn, corpus.coding_sheet(5, seed=3))


def test_each_copy_has_the_source_that_is_known(corpus: ct.Corpus) -> None:
    truth = json.loads((DATA / "truth" / "copies.json").read_text("utf-8"))["copies"]
    known = {own["copy"]: own["source"] for own in truth}
    ids = list(corpus.plans["plan_id"])
    found = {ids[pair.copy or 0]: ids[pair.source or 0] for pair in corpus.reuse.copied}
    assert len(found.keys() & known.keys()) > 4
    assert {copy: known.get(copy, source) for copy, source in found.items()} == found


def test_what_was_found_comes_back(corpus: ct.Corpus) -> None:
    plans = corpus.all_plans()
    assert corpus.reuse == with_spin(plans, find_reuse(plans))
    alignments = align_plans(plans)._replace(uncompared=Uncompared(1, 2, 3))
    rows = alignment_rows(plans[::-1], alignments, ())  # its rows have names: the order of plans does not matter
    assert alignments_of_rows(plans, rows.__getitem__) == alignments
    found = corpus.reuse._replace(uncompared=alignments.uncompared)
    assert reuse_of_rows(plans, (rows | reuse_rows(plans, found) | spin_rows(plans, found)).__getitem__) == found
    evidence = corpus.pair_evidence.groupby(["a", "b"], sort=False).first()
    assert set(evidence["kind"]) <= set(REASONS) and len(evidence) >= corpus.pairs["source"].notna().sum()


def test_frames_carry_path_and_title(corpus: ct.Corpus) -> None:
    for name in ("nodes", "clauses", "codes", "families", "plan_reuse", "boilerplate"):
        frame = getattr(corpus, name)
        assert {"plan_id", "path", "title"} <= set(frame.columns)
    titles = corpus.plans.set_index("plan_id")["shown_title"].to_dict()
    for name in ("pairs", "pair_evidence", "passages", "pair_substitutions", "node_pairs"):
        frame = getattr(corpus, name)
        assert len(frame)
        for side in "ab":
            assert frame[f"{side}_title"].tolist() == [titles[plan_id] for plan_id in frame[side]]


def test_every_table_is_within_reach(corpus: ct.Corpus) -> None:
    names = dir(corpus)
    assert len(names) == len(set(names))
    for table in tables.TABLES:
        assert table.name in names
        frame = corpus.table(table.name)
        assert tuple(frame.columns)[: len(table.columns)] == table.names
        if table.name != "clusters":  # a method
            pd.testing.assert_frame_equal(getattr(corpus, table.name), frame)
    with pytest.raises(NoSuchTableError, match="no table weather; there are: files, sources, failures"):
        corpus.table("weather")
    with pytest.raises(AttributeError, match="weather"):
        corpus.weather  # noqa: B018 (the look-up is the test)


def test_themes_by_a_column_of_the_meta_table(corpus: ct.Corpus) -> None:
    by_school = corpus.themes(by="school")
    assert set(by_school.index) == {"青石坪小学", "河西湾小学"}
    plans = corpus.themes().join(corpus.plans.set_index("plan_id")["school"])
    assert by_school.loc["青石坪小学", "送温暖"] == pytest.approx(
        plans.query("school == '青石坪小学'")["送温暖"].mean()
    )
    with pytest.raises(GroupError, match="district"):
        corpus.themes(by="district")


def test_codes_of_another_codebook(corpus: ct.Corpus, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[themes."读书"]\nany = ["读书", "共读"]\n', "utf-8")
    codes = corpus.code(path)
    assert set(codes["theme"]) == {"读书"}
    assert {"title", "path"} <= set(codes.columns)
    assert set(corpus.codes["theme"]) == set(corpus.plan_themes["theme"])


def test_clusters(corpus: ct.Corpus) -> None:
    groups = corpus.clusters(5)
    assert groups["n_members"].sum() == 40
    assert groups["stability"].between(0, 1).all()
    pd.testing.assert_frame_equal(groups, corpus.clusters(5))


def test_more_groups_than_can_be_are_told_before_they_are_made(
    corpus: ct.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_plans = len(set(corpus.values.family_numbers))
    monkeypatch.setattr("corpus_tools.corpus.values.find_clusters", lambda *_: Clustering((), (), 0.0))
    told = (
        f"999 groups were asked for, and a group needs two units that are no copies: there are {n_plans // 2} at most"
    )
    with pytest.warns(GroupsWarning, match=told):
        assert corpus.clusters(999).empty
    with pytest.warns(GroupsWarning, match=r"there are \d{3} at most"):
        corpus.clusters(999, units="clauses")
    corpus.clusters(n_plans // 2)


def test_groups_of_the_usual_options_are_stored(corpus: ct.Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {units: corpus.values.clusters(ClusterOptions(units=units)) for units in ("plans", "clauses")}
    asked = []
    monkeypatch.setattr("corpus_tools.corpus.values.find_clusters", lambda *called: asked.append(called[-1]))
    assert found == {units: corpus.values.clusters(ClusterOptions(units=units)) for units in ("plans", "clauses")}
    others = [ClusterOptions(9), ClusterOptions(seed=1), ClusterOptions(stop_words=StopWords.parse("读书".encode()))]
    for options in others:
        corpus.values.clusters(options)
    assert asked == others


def test_what_programs_ask_stands_apart(corpus: ct.Corpus) -> None:
    """In completion a person finds tables, figures of a whole corpus, and one name that holds the values."""
    names = {name for name in dir(corpus) if not name.startswith("_")} - {table.name for table in tables.TABLES}
    assert names == {
        *("agreement", "aligned", "all_plans", "arrow", "build", "built", "code", "codebook", "coding_sheet"),
        *("collocations", "compare", "concordance", "discover", "distances", "frequencies", "groups", "keyness"),
        *("made", "meta_columns", "open", "path", "plan", "reuse", "sql", "table", "template", "themes", "thresholds"),
        *("trend", "user_dictionary", "values"),
    }


def test_sql(corpus: ct.Corpus) -> None:
    assert corpus.sql("select count(*) as n from plans")["n"].item() == 40
    with pytest.raises(QueryError, match="weather"):
        corpus.sql("select * from weather")
    assert set(corpus.sql("show tables")["name"]) == set(tables.BY_NAME)
    sections = corpus.sql("select plan_id, node_id from nodes where kind = 'section' and marker is not null")
    nodes = corpus.nodes.query("kind == 'section' and marker.notna()")
    assert sections.to_numpy().tolist() == nodes[["plan_id", "node_id"]].to_numpy().tolist()


def test_only_what_is_asked_for_is_read(plans_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[object, ...]] = []
    read_table = Store.table

    def watched(store: Store, *asked: Any) -> Any:
        read.append(asked)
        return read_table(store, *asked)

    monkeypatch.setattr(Store, "table", watched)
    corpus = ct.Corpus.open(plans_corpus)
    assert repr(corpus) == f"<Corpus {plans_corpus}: 40 plans, 5 families>"
    assert read.pop() == ("families", ["family"])
    sizes = re.findall(r"<th>(\w+)</th><td>(\d+)</td>", corpus._repr_html_())
    assert corpus.meta_columns == ["school", "year"]
    assert corpus.sql("select count(*) as n from clauses")["n"].item() == int(dict(sizes)["clauses"])
    assert read == []
    monkeypatch.undo()
    assert [(name, int(n)) for name, n in sizes] == [(name, len(corpus._store.table(name))) for name in tables.BY_NAME]


def test_every_access_gives_a_fresh_frame(corpus: ct.Corpus) -> None:
    plans = corpus.plans
    plans["checked"] = True
    assert "checked" not in corpus.plans


def test_a_template(corpus: ct.Corpus) -> None:
    names = corpus.families.set_index("plan_id")["family"]
    template = corpus.template(names["28_fenglindu_safety_2025.txt#1"])
    assert str(template).startswith("枫林渡中学〔年份1〕年校园安全工作计划\n")
    assert template.table()["年份1"].tolist() == ["2024", "2025"]
    assert "<pre>枫林渡中学〔年份1〕" in template._repr_html_()
    assert set(template.nodes["change"]) == {"same", "replaced"}
    for fill in corpus.template_fills.to_dict("records"):
        assert corpus.plan(fill["plan_id"]).text[fill["start"] : fill["end"]] == fill["text"]
    for family in names.unique():  # of plans of one family some may be partial copies of each other, too
        template = corpus.template(family)
        for frame in (template.slots, template.fills, template.nodes):
            assert set(frame["family"]) == {family}
    with pytest.raises(NoSuchFamilyError, match="no family F0; there are: F1, F2"):
        corpus.template("F0")


def test_one_plan(corpus: ct.Corpus) -> None:
    assert corpus.plan("05_collection_three_unions.txt#2").title_text == "社区工会工作计划 篇二"


def test_plans_are_named_in_one_way(corpus: ct.Corpus) -> None:
    """By a plan_id, or by the path of a source that has one plan."""
    a, b, several = "20_baihe_union_2023.txt", "23_hetangwan_union_spun.txt", "05_collection_three_unions.txt"
    assert corpus.plan(a) is corpus.plan(f"{a}#1")
    assert corpus.compare(a, f"{b}#1").b.plan.plan_id == f"{b}#1"
    pairs = corpus.aligned("送温暖", a, b)
    assert len(pairs)
    pd.testing.assert_frame_equal(pairs, corpus.aligned("送温暖", f"{a}#1", f"{b}#1"))
    asked: list[Callable[[str], object]] = [
        corpus.plan,
        lambda plan: corpus.compare(plan, b),
        lambda plan: corpus.aligned("送温暖", b, plan),
    ]
    for ask in asked:
        with pytest.raises(NoSuchPlanIdError, match=r"weather\.txt: no such plan here; .* like 01_qingshi_union_2024"):
            ask("weather.txt")
        with pytest.raises(SeveralPlansError, match=f"{several} has 3 plans"):
            ask(several)
    for same in asked[1:]:
        with pytest.raises(SamePlanError, match=f"A and B are the same plan, {b}#1"):
            same(f"{b}#1")


def test_it_shows_itself(corpus: ct.Corpus) -> None:
    assert "40 plans, 5 families" in repr(corpus)
    assert "<td>40</td>" in corpus._repr_html_()
    n_pairs = len(corpus.pairs)
    assert repr(corpus.reuse) == f"<Reuse: 40 plans, {n_pairs} pairs, 5 families>"


def test_a_corpus_without_a_folder_of_its_own_goes_with_the_object() -> None:
    corpus = ct.Corpus.build(PLANS / "01_qingshi_union_2024.txt")
    path = corpus.path
    assert path.is_dir()
    del corpus
    assert not path.exists()


@pytest.mark.parametrize("take", [copy.copy, copy.deepcopy, attrgetter("values"), attrgetter("all_plans")])
def test_a_folder_stays_as_long_as_anything_reads_it(take: Callable[[ct.Corpus], Any]) -> None:
    corpus = ct.Corpus.build(PLANS / "01_qingshi_union_2024.txt")
    path, taken = corpus.path, take(corpus)
    del corpus
    assert path.is_dir()
    del taken
    assert not path.exists()


def test_a_build_that_fails_leaves_no_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(NothingReadError, match=r"no input could be read \(1 failed\)\n  empty.txt: holds no text"):
        ct.Corpus.build(tmp_path / "empty.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["empty.txt"]


@pytest.mark.slow
def test_the_same_input_gives_the_same_rows_with_workers() -> None:
    from corpus_tools.corpus.batches import FILES_A_BATCH, parse_batch
    from corpus_tools.reading.files import find_files

    files = find_files([PLANS])[0] * 8  # enough for a pool
    one, two = (list(run_map(parse_batch, files, FILES_A_BATCH, n)) for n in (1, 2))
    assert one == two


def test_the_same_plans_give_the_same_reuse_with_workers(corpus: ct.Corpus) -> None:
    from corpus_tools.corpus.stages import align, fill_in
    from corpus_tools.engines import run_here

    plans = [corpus.plan(plan_id) for plan_id in corpus.plans["plan_id"]]
    found = []
    for engine in (run_here, lambda stage, items, _: run_map(stage, items, 4, 2)):  # enough for a pool
        found.append((align(plans, engine=engine), fill_in(plans, corpus.reuse, engine)))
    assert found[0] == found[1]


def test_a_worker_that_dies_is_told() -> None:
    with pytest.raises(WorkerDiedError, match="let fewer work at a time"):
        list(run_map(die, range(8), 1, 2))


def die(batch: Sequence[int]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    for i in range(256):  # enough for a pool
        (tmp_path / "plans" / f"{i}.txt").write_text(f"某校计划\n一、读书{i}本。\n二、徒步{i}里。", "utf-8")
    script = "import corpus_tools as ct\nassert len(ct.Corpus.build('plans', n_workers=2).plans) == 256\n"
    (tmp_path / "script.py").write_text(script, "utf-8")
    subprocess.run([sys.executable, "script.py"], cwd=tmp_path, check=True)


@pytest.mark.slow
def test_building_again_replaces_and_other_folders_are_safe(tmp_path: Path) -> None:
    target = tmp_path / "my.corpus"
    ct.Corpus.build(PLANS / "01_qingshi_union_2024.txt", target)
    ct.Corpus.build(PLANS / "05_collection_three_unions.txt", target)
    assert len(ct.Corpus.open(target).plans) == 3
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mum.txt").write_text("dear mum")
    with pytest.raises(OutputError, match="more than a corpus"):
        ct.Corpus.build(PLANS / "01_qingshi_union_2024.txt", tmp_path / "letters")
    assert (tmp_path / "letters" / "mum.txt").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters", "my.corpus"]


@pytest.mark.slow
def test_a_folder_with_other_work_in_it_is_never_replaced(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "src").mkdir(parents=True)
    (site / "manifest.json").write_text('{"name": "my web app"}')
    mixed = tmp_path / "mixed"
    ct.Corpus.build(PLANS / "01_qingshi_union_2024.txt", mixed)
    (mixed / "notes.txt").write_text("mine")
    for target in (site, mixed):
        with pytest.raises(OutputError, match="more than a corpus"):
            ct.Corpus.build(PLANS / "01_qingshi_union_2024.txt", target)
    assert (site / "src").is_dir()
    assert (mixed / "notes.txt").is_file()


@pytest.mark.slow
def test_an_old_corpus_stays_if_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "c"
    ct.Corpus.build(PLANS / "01_qingshi_union_2024.txt", target)
    monkeypatch.setattr(replacing, "exchange_names", lambda a, b: False)  # as on a system that cannot
    rename = Path.rename

    def interrupted(self: Path, to: Path) -> Path:
        if self.name.startswith(".c.") and not self.name.endswith(".old"):
            raise KeyboardInterrupt
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ct.Corpus.build(PLANS / "05_collection_three_unions.txt", target)
    monkeypatch.undo()
    assert len(ct.Corpus.open(target).plans) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_a_corpus_is_no_input_and_a_damaged_one_says_so(tmp_path: Path) -> None:
    ct.Corpus.build(PLANS / "05_collection_three_unions.txt", tmp_path / "a*b'c")
    (tmp_path / "x.txt").write_text("一、读书", "utf-8")
    assert [plan.plan_id for plan in ct.read_plans(tmp_path)] == ["x.txt#1"]
    corpus = ct.Corpus.open(tmp_path / "a*b'c")
    assert corpus.sql("select count(*) as n from plans")["n"].item() == 3
    (corpus.path / "pairs.parquet").write_bytes(b"PAR1")
    for look in (lambda: corpus.pairs, lambda: corpus.sql("select * from pairs"), corpus._repr_html_):
        with pytest.raises(DamagedCorpusError, match="pairs"):
            look()


def test_what_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(NotCorpusError, match="build one first"):
        ct.Corpus.open(tmp_path)
    (tmp_path / MANIFEST).write_text(json.dumps({"schema": "corpus-tools/corpus/9"}))
    with pytest.raises(OtherVersionError, match="corpus/9"):
        ct.Corpus.open(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("school,year\na,b\n", "no column path in its first line"),
        ("path,title\n01_qingshi_union_2024.txt,x\n", "title"),
        ("path,theme\n01_qingshi_union_2024.txt,x\n", "the column theme has the name of one of tables by theme"),
        ("path,Year_Number\n01_qingshi_union_2024.txt,x\n", "the column Year_Number has the name"),
        ("path,school\nelsewhere.txt,x\n", "elsewhere.txt"),
        ("path,school,School\n", "two columns"),
        ("path,,x\n", "column 2 has no name"),
        ("path,school\na.txt,x\na.txt,y\n", "line 3 names a.txt again"),
        ("path,school\na.txt,x,y\n", "more cells"),
        ('path,school\na.txt,"x\n', "line"),
    ],
)
def test_meta_tables_that_cannot_be_used(tmp_path: Path, content: str, reason: str) -> None:
    meta = tmp_path / "meta.csv"
    meta.write_text(content, "utf-8")
    with pytest.raises(MetaError, match=reason):
        ct.Corpus.build(PLANS / "01_qingshi_union_2024.txt", meta=meta)
    with pytest.raises(MetaError, match="No such file"):
        ct.Corpus.build(PLANS, meta=tmp_path / "none.csv")


def archive(kind: str) -> bytes:
    members = {"b/二.txt": "一、徒步", "a.txt": "一、读书", ".hidden": "x", "scan.pdf": "%PDF-1.4"}
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w") as zipped:
            for name, content in members.items():
                zipped.writestr(name, content)
    else:
        with tarfile.open(fileobj=buffer, mode="w:xz") as tarred:
            for name, content in members.items():
                member = tarfile.TarInfo(name)
                member.size = len(content.encode())
                tarred.addfile(member, io.BytesIO(content.encode()))
    return buffer.getvalue()


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        warnings.simplefilter("ignore")  # of names that come twice
        for name, content in members:
            file.writestr(name, content)
    return buffer.getvalue()


def test_inputs_that_fail_are_told(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.csv").write_text("编号,全文\n1,读书。\n", "utf-8")
    with pytest.raises(NothingReadError) as caught:
        ct.Corpus.build(tmp_path)
    first, *reasons, rest = str(caught.value).split("\n")
    assert first == "no input could be read (5 failed)" and rest.strip() == "..." and len(reasons) == 3
    assert "0.csv: has no column text" in reasons[0] and "编号, 全文" in reasons[0]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.warns(InputFailedWarning), pytest.raises(NothingReadError, match="0.csv: has no column text"):
        ct.read_plans(tmp_path)
    (tmp_path / "a.txt").write_text("一、读书，一起读书。", "utf-8")
    with pytest.warns(InputFailedWarning, match="has no column text") as told:
        corpus = ct.Corpus.build(tmp_path)
    assert len(told) == 5 and {warning.filename for warning in told} == {__file__}
    assert repr(corpus).endswith(": 1 plans, 0 families, 5 failures>")


def test_odd_names_and_damaged_members_of_an_archive(tmp_path: Path) -> None:
    good = "一、读书，一起读书。".encode()
    raw = bytearray(
        zipped([("./a.txt", good), ("../b.txt", good), ("a.txt", good), ("desktop.ini", b"x"), ("z.txt", good * 9)])
    )
    at = raw.index(b"z.txt") + 8
    raw[at : at + 8] = b"\xff" * 8
    (tmp_path / "x.zip").write_bytes(bytes(raw))
    with pytest.warns(InputFailedWarning, match=r"x\.zip!z\.txt"):
        plans = ct.read_plans(tmp_path)
    assert [plan.plan_id for plan in plans] == ["x.zip!a.txt#1", "x.zip!a.txt~2#1", "x.zip!b.txt#1"]
    [one] = ct.read_plans(f"{tmp_path}/x.zip!b.txt")
    assert one.plan_id == "x.zip!b.txt#1"
    with pytest.warns(InputFailedWarning, match="holds no c.txt"), pytest.raises(NothingReadError):
        ct.read_plans(f"{tmp_path}/x.zip!c.txt#1")


def docx(body: str, head: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f"{head}<w:document {space}><w:body>{body}</w:body></w:document>"
    return zipped([("word/document.xml", xml.encode())])


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_word_files_of_odd_shapes(tmp_path: Path) -> None:
    nested = paragraph("甲")
    for _ in range(60):
        nested = f"<w:sdt><w:sdtContent>{nested}</w:sdtContent></w:sdt>"
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('内')}</w:tc></w:tr></w:tbl>"
    row = f"<w:tbl><w:tr><w:tc>{paragraph('乙')}</w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    edited = "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    (tmp_path / "x.docx").write_bytes(docx(nested + row + edited))
    [plan] = ct.read_plans(tmp_path / "x.docx")
    assert plan.text == "甲\n乙\t内\n增"
    hostile = docx(paragraph("甲"), '<?xml version="1.0"?><!-- ' + "x" * 5000 + ' --><!DOCTYPE a [<!ENTITY e "e">]>')
    (tmp_path / "y.docx").write_bytes(hostile)
    with pytest.warns(InputFailedWarning, match="DTD"), pytest.raises(NothingReadError):
        ct.read_plans(tmp_path / "y.docx")


@pytest.mark.parametrize("kind", ["zip", "tar.xz"])
def test_archives_are_read_in_place(tmp_path: Path, kind: str) -> None:
    name = f"site.{kind}"
    (tmp_path / name).write_bytes(archive(kind))
    with pytest.warns(InputFailedWarning, match="scan.pdf"):
        plans = ct.read_plans(tmp_path)
    assert [plan.plan_id for plan in plans] == [f"{name}!a.txt#1", f"{name}!b/二.txt#1"]
    [one] = ct.read_plans(f"{tmp_path / name}!b/二.txt#1")
    assert one.text == "一、徒步"


def test_a_word_file() -> None:
    [plan] = ct.read_plans(PLANS / "15_yanliu_hospital.docx")
    assert plan.title_text == "烟柳医院工会2025年度工作计划"
    assert any(node.kind == "table" for node in plan.nodes)


@pytest.mark.slow
def test_real_pages_in_a_minute(shared: Path, tmp_path: Path) -> None:
    import time

    start = time.perf_counter()
    corpus = ct.Corpus.build(shared / "corpus" / "school_site.tar.xz", tmp_path / "site.corpus")
    assert time.perf_counter() - start < 60
    assert corpus.sources["path"].nunique() == 199


def test_plans_are_compared_as_frames(corpus: ct.Corpus) -> None:
    by_year = corpus.themes(by="year", intervals=True)
    assert list(by_year.columns) == ["year", "theme", "n_plans", "n_counted", "share", "low", "high"]
    distances = corpus.distances()
    assert distances.shape == (40, 40) and distances.index.name == "plan_id"
    assert distances.loc["01_qingshi_union_2024.txt#1", "06_hexi_union_spun.txt#1"] == pytest.approx(0, abs=1e-6)
    assert corpus.distances(by="school").shape == (2, 2)
    trend = corpus.trend(terms=["慰问"])
    assert set(trend["theme"]) == {"慰问"} and trend["year_number"].is_monotonic_increasing
    pairs = corpus.aligned("送温暖", "20_baihe_union_2023.txt#1", "23_hetangwan_union_spun.txt#1")
    assert pairs["text_a"].str.contains("{", regex=False).any()
    with pytest.raises(AlignmentError, match="nowhere"):
        corpus.aligned("送温暖", "nowhere", "青石坪小学", by="school")


def test_groups_are_not_lost_where_rows_have_a_column_of_the_result(tmp_path: Path) -> None:
    """A meta table may not have one."""
    rows = [{"text": f"工会计划\n一、慰问{name}困难职工。", "theme": name, "year_number": "2024"} for name in "甲乙"]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    corpus = ct.Corpus.build(tmp_path / "rows.jsonl")
    assert set(corpus.themes("theme").index) == {"甲", "乙"}
    with pytest.raises(ResultColumnError, match="column theme has the name"):
        corpus.themes("theme", intervals=True)
    with pytest.raises(ResultColumnError, match="column year_number has the name"):
        corpus.trend(by="year_number")


def test_agreement_and_suggestions(corpus: ct.Corpus, tmp_path: Path) -> None:
    agreement = corpus.agreement(DATA / "coded" / "made.csv")
    assert agreement.index[-1] == "(all decisions)"
    assert agreement["precision"].max() <= 1
    sheet = tmp_path / "sheet.csv"
    corpus.coding_sheet(20, seed=1).assign(themes="师德").to_csv(sheet, index=False)
    assert corpus.agreement(sheet, sheet).loc["师德", "n_both"] == 20
    half = tmp_path / "half.csv"
    corpus.coding_sheet(20, seed=1).assign(themes=["师得", *[""] * 19]).to_csv(half, index=False)
    with (
        pytest.warns(SheetWarning, match="19 clauses are not coded yet"),
        pytest.warns(SheetWarning, match=r"no bundled codebook has: 师得 \(师德\?\)"),
    ):
        assert corpus.agreement(sheet, half).loc["师德", "n_both"] == 0
    corpus.coding_sheet(20, seed=1).assign(themes="德育").to_csv(half, index=False)
    with pytest.warns(SheetWarning, match=r"^themes that school-union does not have: 德育 \(师德\?\)$"):
        corpus.agreement(half)  # a bundled codebook has it
    found = corpus.discover(n_groups=4)
    assert found.uncovered["group"].nunique() == 4
    assert tomllib.loads(found.toml)["name"] == "suggestions"
