"""Clusters: subjects that differ are told apart, copies count once, a seed gives one answer."""

import pytest

from corpus_tools.reading.source import source_of_text
from corpus_tools.structure.plans import Plan, parse_source
from corpus_tools.themes.clusters import ClusterOptions, Method, find_clusters
from corpus_tools.words.terms import Features

READING = "一、教师共读教育名著，撰写读书笔记。\n二、图书馆开展读书沙龙，评选书香班级。"
SAFETY = "一、检查消防器材，组织疏散演练。\n二、排查校车隐患，开展交通安全教育。"


def plans_of(*texts: str) -> list[Plan]:
    return [plan for i, text in enumerate(texts) for plan in parse_source(source_of_text(text, f"{i}.txt")).plans]


@pytest.mark.parametrize("method", ["nmf", "kmeans"])
@pytest.mark.parametrize("features", ["words", "characters"])
def test_two_subjects_are_two_groups(method: Method, features: Features) -> None:
    plans = plans_of(*(text + f"\n三、第{i}条另行通知。" for i, text in enumerate([READING, SAFETY] * 3)))
    found = find_clusters(plans, range(6), ClusterOptions(2, method=method, features=features))
    labels = [member.cluster for member in found.members]
    assert labels[0] != labels[1]
    assert labels == [labels[0], labels[1]] * 3
    assert all(0 <= cluster.stability <= 1 for cluster in found.clusters)
    assert found.is_stable == (found.agreement >= 0.895)
    marks = {"教师", "教育名著", "名著", "撰写", "读书笔记", "图书馆", "沙龙", "读书", "书香", "班级", "评选", "开展"}
    assert set(found.clusters[labels[0]].label) & marks
    assert not set(found.clusters[labels[1]].label) & marks - {"开展"}
    assert found == find_clusters(plans, range(6), ClusterOptions(2, method=method, features=features))


def test_groups_are_learned_from_one_plan_a_family() -> None:
    texts = [READING, SAFETY, READING + "三、诵读。", SAFETY + "三、急救。"]
    alone = find_clusters(plans_of(*texts), [0, 1, 2, 3], ClusterOptions(2))
    copied = find_clusters(plans_of(*texts, *[READING] * 6), [0, 1, 2, 3, *[0] * 6], ClusterOptions(2))
    assert len(copied.members) == 10
    assert {cluster.terms for cluster in alone.clusters} == {cluster.terms for cluster in copied.clusters}
    assert [member.cluster for member in copied.members][4:] == [copied.members[0].cluster] * 6


def test_copies_stand_in_the_group_of_their_original() -> None:
    """Also one that was written on."""
    texts = [READING, SAFETY, READING + "三、诵读。", SAFETY + "三、急救。"]
    copy = f"{SAFETY}\n三、教师共读教育名著。"
    alone, copied = (
        find_clusters(plans_of(*texts, copy), families, ClusterOptions(2))
        for families in ([0, 1, 2, 3, 4], [0, 1, 2, 3, 0])
    )
    assert alone.members[4].cluster != alone.members[0].cluster
    assert copied.members[4].cluster == copied.members[0].cluster
    assert [cluster.n_members for cluster in copied.clusters] == [3, 2]
    assert copied.members[4].weight < 0.5


def test_clauses_are_grouped_once_each() -> None:
    plans = plans_of(READING, READING, SAFETY)
    found = find_clusters(plans, [0, 0, 2], ClusterOptions(2, "clauses"))
    texts = [member.unit.text for member in found.members]
    assert len(texts) == len(set(texts))
    for member in found.members:
        [plan] = [plan for plan in plans if plan.plan_id == member.unit.plan_id]
        assert member.unit.span is not None
        assert plan.text[slice(*member.unit.span)] == member.unit.text


def test_groups_do_not_depend_on_the_order_of_plans() -> None:
    plans = plans_of(
        *(f"一、{READING}\n二、第{i}处" for i in range(3)), *(f"一、安排{i}次消防演练和车辆检查" for i in range(3))
    )
    found = find_clusters(plans, [1, 1, 2, 3, 4, 5], ClusterOptions(2))
    assert find_clusters(plans[::-1], [0, 1, 2, 3, 4, 4], ClusterOptions(2)) == found


def test_groups_do_not_depend_on_the_names_of_files() -> None:
    texts = [f"一、{READING}\n二、第{i}处" for i in range(3)] + [f"一、安排{i}次消防演练和车辆检查" for i in range(3)]
    found, renamed = (find_clusters(plans_of(*own), range(6), ClusterOptions(2)) for own in (texts, texts[::-1]))
    assert renamed.clusters == found.clusters
    assert [member.cluster for member in renamed.members] == [member.cluster for member in found.members][::-1]


def test_groups_are_learned_from_the_plan_that_stands_for_a_family() -> None:
    """Also where a copy stands before it; a clause that both have is learned from."""
    plans = plans_of(SAFETY + "三、急救。", READING, READING + "三、诵读。", SAFETY)
    found = find_clusters(plans, [3, 1, 1, 3], ClusterOptions(2, "clauses"))
    assert {member.unit.plan_id for member in found.members} == {"1.txt#1", "3.txt#1"}


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["一、甲"],
        ["1", "2", "3"],
        [READING],
        ["青山", "青山小学", "青山小学工会", "青山小学工作", "青山小学工会工作"],
    ],
)
def test_too_little_to_group(texts: list[str]) -> None:
    plans = plans_of(*texts)
    assert len(find_clusters(plans, range(len(plans))).members) <= len(texts)
