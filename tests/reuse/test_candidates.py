"""Signatures, bands and seeds: what they find, against a plain join of sets."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.arrays import distinct, distinct_of_each
from corpus_tools.reuse.bands import LARGEST_BUCKET, choose_rows, find_alike
from corpus_tools.reuse.bodies import Bodies
from corpus_tools.reuse.boilerplate import index_clauses
from corpus_tools.reuse.candidates import find_candidates
from corpus_tools.reuse.families import find_families
from corpus_tools.reuse.near import find_near
from corpus_tools.reuse.scores import score_each, score_shingles
from corpus_tools.reuse.seeds import find_sharing, index_seeds
from corpus_tools.reuse.shingles import hash_batches, hash_shingles
from corpus_tools.reuse.signatures import N_BINS, VERSION, estimate_jaccard, sign_texts
from corpus_tools.reuse.verdicts import find_reuse
from tests.oracles.reuse import jaccard, shingles, similar_pairs
from tests.reuse.texts import changed, made, plans_of

FEW = "甲乙丙"


def sign(text: str) -> np.ndarray:
    (signature,) = sign_texts([text])
    return np.asarray(signature)


def pairs(found: np.ndarray) -> set[tuple[int, int]]:
    return {(a, b) for a, b in found.tolist()}


@given(st.text(alphabet=FEW, max_size=60))
def test_codes_are_one_to_one(text: str) -> None:
    assert len(distinct(hash_shingles(text))) == len(shingles(text))


@given(st.text(alphabet=FEW, max_size=30), st.text(alphabet=FEW, max_size=30))
def test_scores_agree_with_sets(a: str, b: str) -> None:
    score = score_shingles(0, 1, distinct(hash_shingles(a)), distinct(hash_shingles(b)))
    assert (score.jaccard, score.containment_a, score.containment_b) == pytest.approx(jaccard(a, b))


# Few values, far apart: all fall into one slot of a hash table.
@given(st.lists(st.sets(st.integers(0, 12)), min_size=1, max_size=9))
def test_a_text_is_scored_beside_many_as_beside_one(sets: list[set[int]]) -> None:
    own, *others = (np.array(sorted(numbers), dtype=np.uint64) << np.uint64(40) for numbers in sets)
    found = list(score_each(0, own, range(1, len(sets)), others))
    for score, other in zip(found, sets[1:], strict=True):
        assert score.containment_b == pytest.approx(len(sets[0] & other) / max(1, len(other)))
        assert score == score_shingles(0, score.b, own, others[score.b - 1])


@given(st.lists(st.text(alphabet=FEW, max_size=40), max_size=12))
def test_texts_at_once_are_hashed_like_one(texts: list[str]) -> None:
    batched = [codes.tolist() for batch in hash_batches(texts) for codes in batch]
    assert batched == [hash_shingles(text).tolist() for text in texts]
    own = [codes.tolist() for batch in hash_batches(texts) for codes in distinct_of_each(batch)]
    assert own == [distinct(hash_shingles(text)).tolist() for text in texts]
    alone = [sign(text).tolist() for text in texts]
    assert sign_texts(texts).tolist() == alone


def test_signatures_of_this_version_never_change() -> None:
    """They are kept in corpora: other numbers need another version."""
    assert VERSION == 1
    assert hash_shingles("全面贯彻").tolist() == [8184001092103986404]
    assert [int(number) for number in sign("一、读书二、徒步")[:3]] == [796624911, 344663426, 81971010]


@pytest.mark.parametrize("length", [6, 12, 30, 120, 700, 3000])
@pytest.mark.parametrize("share", [0.02, 0.06, 0.2])
def test_estimates_are_unbiased_for_any_length(length: int, share: float) -> None:
    """Also where most bins are empty: short plans are signed like long ones."""
    errors = []
    for seed in range(40):
        text = made(seed, length)
        other = changed(seed, text, share) + made(1000 + seed, length // 4)
        errors.append(float(estimate_jaccard(sign(text), sign(other))) - jaccard(text, other)[0])
    assert abs(float(np.mean(errors))) < 0.02
    assert float(np.std(errors)) < 0.05


def test_rows_leave_hardly_a_pair_out() -> None:
    for threshold in (0.3, 0.5, 0.7, 0.8, 0.95, 1):
        n_rows = choose_rows(threshold)
        assert (1 - threshold**n_rows) ** (N_BINS // n_rows) <= 0.002
    assert choose_rows(0.7) == 5


@given(st.lists(st.text(alphabet=FEW, min_size=1, max_size=14), max_size=7), st.sampled_from([0.3, 0.5, 0.7, 1.0]))
def test_the_oracle_finds_all_pairs(texts: list[str], lowest: float) -> None:
    scores = {(a, b): jaccard(texts[a], texts[b])[0] for b in range(len(texts)) for a in range(b)}
    assert similar_pairs(texts, lowest) == {pair: score for pair, score in scores.items() if score >= lowest}


def test_bands_find_what_a_join_of_sets_finds() -> None:
    rng = random.Random(4)
    bases = [made(seed, rng.randint(5, 900)) for seed in range(120)]
    texts = [changed(i, base, rng.uniform(0, 0.03)) for i in range(6) for base in bases]
    wanted = set(similar_pairs(texts, 0.7))
    found = pairs(find_alike(sign_texts(texts), 0.7).pairs)
    assert len(wanted) > 500
    assert len(wanted & found) >= 0.995 * len(wanted)
    assert wanted & set(similar_pairs(texts, 0.8)) <= found


def test_a_large_bucket_is_linked_by_stars() -> None:
    families = [[changed(100 * f + i, made(f, 400), 0.01) for i in range(LARGEST_BUCKET + 40)] for f in range(3)]
    texts = [text for family in families for text in family]
    banded = find_alike(sign_texts(texts), 0.7)
    linked = list(range(len(texts)))
    for a, b in banded.pairs.tolist():
        linked = [linked[a] if group == linked[b] else group for group in linked]
    assert len(set(linked)) == len(families)
    assert banded.n_huge > 0 and banded.n_left == 0
    assert len(banded.pairs) < 5 * len(texts)


def test_a_copied_section_is_found() -> None:
    hosts = [made(seed, 3000) for seed in range(80)]
    for i in range(40):
        section = changed(i, hosts[i + 40][500:700], 0.1)
        hosts[i] = hosts[i][:1000] + section + hosts[i][1000:]
    seeds = index_seeds(hash_shingles(host) for host in hosts)
    assert pairs(find_sharing(seeds, np.ones(80)).pairs) == {(i, i + 40) for i in range(40)}


def test_thinned_seeds_find_it_too() -> None:
    hosts = [made(seed, 3000) for seed in range(80)]
    hosts[:40] = [
        host[:1000] + other[500:700] + host[1000:] for host, other in zip(hosts[:40], hosts[40:], strict=True)
    ]
    seeds = index_seeds((hash_shingles(host) for host in hosts), most=40_000)
    assert seeds.thinned == 3 and len(seeds.hashes) <= 40_000
    found = pairs(find_sharing(seeds, np.ones(80)).pairs)
    assert len(found & {(i, i + 40) for i in range(40)}) >= 38
    assert len(found) <= 42


def test_what_many_texts_say_starts_nothing() -> None:
    phrase = made(0, 40)
    texts = [made(seed, 200) + phrase + made(seed + 500, 200) for seed in range(1, 101)]
    seeds = index_seeds(hash_shingles(text) for text in texts)
    sharing = find_sharing(seeds, np.ones(100))
    assert (len(sharing.pairs), sharing.n_frequent) == (0, 36)
    assert len(find_sharing(seeds, np.full(100, 0.5)).pairs) == 4950  # fifty pairs of copies are fifty texts


def test_candidates_are_those_of_all_pairs() -> None:
    """Of more plans than are compared all with all, every pair that shares anything is found."""
    texts = [f"一、{made(seed, 300)}" for seed in range(90)]
    for i in range(0, 40, 4):
        texts[i] = f"一、{texts[i + 1][2:250]}{made(900 + i, 30)}"
        texts[i + 2] = f"一、{made(800 + i, 200)}{texts[i + 3][100:113]}{made(700 + i, 50)}"
    plans = plans_of(*texts)
    found = pairs(find_candidates(Bodies(plans), index_clauses(plans), 0.7).pairs)
    assert found == {(i, i + 1) for i in range(0, 40, 4)} | {(i + 2, i + 3) for i in range(0, 40, 4)}
    reuse = find_reuse(plans)
    assert {(pair.score.a, pair.score.b) for pair in reuse.pairs} <= found


@pytest.mark.slow
def test_ten_thousand_equal_plans() -> None:
    [plan] = plans_of("一、走访困难教职工并建立档案。二、每月公开一次账目。")
    reuse = find_reuse([plan] * 10_000)
    assert [len(family.members) for family in reuse.families] == [10_000]
    assert len(reuse.pairs) == 9_999
    assert {pair.verdict for pair in reuse.pairs} == {"exact"}
    assert all(own.copied_share == 1 for own in reuse.plans)


def test_near_copies_are_those_of_a_join_of_sets() -> None:
    """With an empty text, equal texts, and a large family of copies that are less like each other than their source."""
    rng = random.Random(8)
    source = made(0, 600)
    texts = ["", "", *([made(1, 300)] * 100), *(changed(i, source, 0.025) for i in range(150)), source]
    texts += [changed(i, made(i // 3, rng.randint(6, 500)), 0.02) for i in range(300, 600)]
    rng.shuffle(texts)
    wanted = similar_pairs(texts, 0.7)
    found = {(score.a, score.b): score.jaccard for score in find_near(texts, 0.7).scores}
    assert found.items() <= {pair: pytest.approx(score) for pair, score in wanted.items()}.items()
    families = [[one.members for one in find_families(len(texts), pairs)] for pairs in (wanted, found)]
    assert families[0] == families[1]
    assert sum(len(members) >= 100 for members in families[0]) == 2
    assert len(found) < len(wanted) / 10


@pytest.mark.parametrize("n", [1, 20, 200])
def test_plans_of_hardly_any_text(n: int) -> None:
    rng = random.Random(n)
    texts = ["读书徒步走访，>\n*"[rng.randint(0, 9) :] * rng.randint(0, 2) for _ in range(n)]
    plans = plans_of("工会工作计划", *texts)
    reuse = find_reuse(plans)
    assert len(reuse.plans) == len(plans)
    for pair in reuse.pairs:
        assert pair.verdict == "exact"


@pytest.mark.parametrize("letters", ["བོད་ཡིག་ནང་གི་ལས་འཆར", "😀😁😂🤣😃😄😅😆😉😊", "abcdefghij klmno"])
def test_copies_in_any_script(letters: str) -> None:
    """Among more plans than are compared all with all."""
    rng = random.Random(len(letters))
    texts = ["".join(rng.choices(letters, k=400)) for _ in range(80)]
    texts[7] = texts[60][:360] + texts[7][:30]
    plans = plans_of(*texts)
    verdicts = {(pair.score.a, pair.score.b): pair.verdict for pair in find_reuse(plans).pairs}
    assert verdicts[7, 60] == "near"
    assert len(verdicts) < 10


@pytest.mark.parametrize("n", [1, 3, 100])
def test_plans_of_a_few_characters(n: int) -> None:
    reuse = find_reuse(plans_of(*("读书徒步"[: 1 + i % 4] for i in range(n))))
    assert len(reuse.plans) == n
    assert {pair.verdict for pair in reuse.pairs} <= {"exact"}


def test_other_scripts() -> None:
    english = "The union visits every colleague in need and keeps a record of it. " * 6
    plans = plans_of(english, english.upper(), "工会走访每一位困难教职工，并且留下记录。" * 6)
    assert [(pair.score.a, pair.score.b, pair.verdict) for pair in find_reuse(plans).pairs] == [(0, 1, "exact")]
