"""Finding a subject by what people call it, and the facts that citations prove."""

import pytest

from ingest.ledger_store import Ledger
from ingest.store import Store, StoreWriter
from rag.cited import cited_facts
from rag.programmes import UnknownProgrammeError, find_subject, nearest_subjects, search_subjects
from rag.types import Citation
from tests.ingest.ledger_builder import fact, subject

SUBJECTS = [
    subject("tenji", "展示会出展ＤＸ支援事業", aliases=("DX出展",)),
    subject("dx", "ＤＸ", "デジタル変革事業"),
    subject("dx-koza", "ＤＸ人材講座"),
    subject("kaikaku", "業務改革支援", aliases=("社内DX化", "改革支援")),
    subject("shokei-a", "相談窓口", aliases=("承継の窓口",)),
    subject("shokei-b", "相談窓口", aliases=("再生の窓口",)),
]


def ids(found):
    return [one.id for one in found]


def test_exact_names_go_before_beginnings_parts_and_aliases():
    assert ids(search_subjects(SUBJECTS, "DX")) == ["dx", "dx-koza", "tenji", "kaikaku"]


def test_equals_keep_the_order_of_the_registry():
    assert ids(search_subjects(SUBJECTS, "相談")) == ["shokei-a", "shokei-b"]


@pytest.mark.parametrize("text", ["ＤＸ人材講座", "dx人材講座", "Ｄ Ｘ 人材\n講座", "dx-koza"])
def test_width_case_and_white_space_do_not_matter(text):
    assert ids(search_subjects(SUBJECTS, text))[0] == "dx-koza"


def test_an_older_printed_name_counts_as_a_name():
    assert ids(search_subjects(SUBJECTS, "デジタル変革事業")) == ["dx"]


@pytest.mark.parametrize("text", ["", " \n", "\u200b"])
def test_a_blank_text_finds_all(text):
    assert search_subjects(SUBJECTS, text) == SUBJECTS


def test_what_no_name_holds_finds_nothing():
    assert search_subjects(SUBJECTS, "宇宙旅行") == []
    assert search_subjects([], "DX") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dx", "dx"),
        ("ＤＸ", "dx"),
        ("DX出展", "tenji"),
        ("改革支援", "kaikaku"),
        ("人材", "dx-koza"),
        ("shokei-b", "shokei-b"),
    ],
)
def test_one_is_found_by_id_name_alias_or_the_only_part(text, expected):
    assert find_subject(SUBJECTS, text).id == expected


def test_a_name_of_two_asks_which_one():
    with pytest.raises(UnknownProgrammeError, match=r"「相談窓口」に当てはまるものが2件.*shokei-a.*shokei-b"):
        find_subject(SUBJECTS, "相談窓口")


def test_a_misspelt_name_is_told_the_nearest():
    with pytest.raises(UnknownProgrammeError, match="近い名称: ＤＸ人材講座（dx-koza）"):
        find_subject(SUBJECTS, "DX人材口座")


@pytest.mark.parametrize("text", ["", "  ", "宇宙旅行", "あ" * 20_000])
def test_what_is_like_nothing_is_told_where_to_look(text):
    with pytest.raises(UnknownProgrammeError, match="sodan programmes で一覧") as told:
        find_subject(SUBJECTS, text)
    assert len(str(told.value)) < 200


def test_at_most_three_names_are_near_and_the_best_is_first():
    near = nearest_subjects([subject(f"p{n}", f"設備更新支援事業{'二' * n}") for n in range(9)], "設備更新支援")
    assert ids(near) == ["p0", "p1", "p2"]


@pytest.fixture
def ledger(tmp_path):
    facts = [
        fact(value="rate:2/3", spans=((10, 13),)),
        fact(value="rate:1/2", spans=((20, 23), (30, 33))),
        fact(value="rate:3/4", spans=((11, 16),)),
        fact(value="rate:4/5", spans=((10, 13),), page=2),
        fact(value="rate:1/3", spans=()),
    ]
    writer = StoreWriter(tmp_path / "corpus.sqlite")
    writer.add_ledger([subject()], facts)
    writer.close()
    store = Store(tmp_path / "corpus.sqlite")
    yield store.ledger
    store.close()


def cited(ledger: Ledger, *spans: tuple[int, int]) -> list[str]:
    citations = [Citation(n, "r07", "題名", 2025, 1, "", *span) for n, span in enumerate(spans, 1)]
    return [one.value for one in cited_facts(ledger, citations)]


def test_a_fact_is_cited_where_a_cited_span_holds_its_value(ledger):
    assert cited(ledger, (10, 13)) == ["rate:2/3"]
    assert cited(ledger, (0, 14)) == ["rate:2/3"]
    assert cited(ledger, (11, 13)) == []


def test_every_span_of_a_fact_must_be_cited_but_not_by_one_citation(ledger):
    assert cited(ledger, (20, 23)) == []
    assert cited(ledger, (20, 23), (29, 40)) == ["rate:1/2"]


def test_a_fact_that_two_citations_prove_comes_once(ledger):
    assert cited(ledger, (10, 16), (0, 20)) == ["rate:2/3", "rate:3/4"]


def test_nothing_cited_proves_nothing(ledger):
    assert cited(ledger) == []
