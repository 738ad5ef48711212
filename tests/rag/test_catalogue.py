"""The catalogue of a small ledger: classes, lists, filters, and the time that ten thousand programmes take."""

import time

import pytest

from ingest.classes import Facet, FacetClass
from ingest.store import Store, StoreWriter
from ingest.types import Document, Page
from rag.browsing import Browse, browse
from rag.cataloguing import Words, make_catalogue
from tests.ingest.ledger_builder import fact, subject

PURPOSE = Facet(
    "purpose",
    "目的",
    frozenset(["名称", "内容"]),
    frozenset(),
    (FacetClass("sales", "販路", ("海外",)), FacetClass("green", "環境", ("脱炭素",))),
)
KIND = Facet(
    "kind",
    "支援の種類",
    frozenset(["名称"]),
    frozenset(),
    (
        FacetClass("grant", "助成金", attributes=("助成率",)),
        FacetClass("policy", "戦略", kinds=("strategy",), aside=True),
    ),
)
WORDS = Words((PURPOSE, KIND), ("支援",))


@pytest.fixture
def catalogue_of(tmp_path):
    """Makes the catalogue of a ledger; every fact stands in ``r07``, a document of 2025."""
    stores = []

    def make(subjects, facts=()):
        path = tmp_path / f"{len(stores)}.sqlite"
        writer = StoreWriter(path)
        pages = (Page("r07", 1, "本文" * 50), Page("r07", 2, "本文"))
        writer.add_document(Document("r07", "題名", "局", "", 2025, False, "", pages), ["reading", "reading"])
        writer.add_ledger(subjects, facts)
        writer.close()
        stores.append(Store(path))
        return make_catalogue("v1", stores[-1], WORDS)

    yield make
    for store in stores:
        store.close()


def listed(catalogue, q="", **filters):
    return [entry.subject.id for entry in browse(catalogue, Browse(q, filters)).entries]


SUBJECTS = [
    subject("kaigai", "海外展開支援"),
    subject("kankyo", "設備支援"),
    subject("nazo", "なぞの事業", fiscal_years=(2020,)),
    subject("senryaku", "戦略一", kind="strategy"),
]
FACTS = [
    fact("kaigai", "助成率", "rate:1/2"),
    fact("kankyo", "内容", "text:脱炭素に向けた設備の導入を支援"),
    fact("nazo", "予算額", "yen:5000000"),
]


def test_a_class_is_proved_by_a_name_a_text_or_an_attribute(catalogue_of):
    made = catalogue_of(SUBJECTS, FACTS)
    assert listed(made, purpose=("sales",)) == ["kaigai"]
    assert listed(made, purpose=("green",)) == ["kankyo"]
    assert listed(made, kind=("grant",)) == ["kaigai"]
    assert made.by_id["kankyo"].classes["purpose"][0].fact.text == "脱炭素に向けた設備の導入を支援"


def test_what_nothing_proves_is_found_as_unstated_and_never_lost(catalogue_of):
    made = catalogue_of(SUBJECTS, FACTS)
    assert listed(made, purpose=("none",)) == ["nazo", "senryaku"]
    assert sorted(listed(made, purpose=("none", "sales", "green"))) == sorted(listed(made))


def test_values_of_a_facet_are_alternatives_and_facets_must_all_hold(catalogue_of):
    made = catalogue_of(SUBJECTS, FACTS)
    assert sorted(listed(made, purpose=("sales", "green"))) == ["kaigai", "kankyo"]
    assert listed(made, purpose=("sales", "green"), kind=("grant",)) == ["kaigai"]
    assert listed(made, purpose=("sales",), year=("2020",)) == []


def test_counts_say_what_each_value_would_give_beside_the_other_filters(catalogue_of):
    counts = browse(catalogue_of(SUBJECTS, FACTS), Browse(filters={"kind": ("grant",)})).counts
    assert counts["purpose"] == {"sales": 1, "green": 0, "none": 0}
    assert counts["kind"] == {"grant": 1, "policy": 1, "none": 2}
    assert counts["year"] == {"2025": 1, "2020": 0, "none": 0}


def test_names_go_before_texts_and_all_words_must_stand(catalogue_of):
    made = catalogue_of([*SUBJECTS, subject("datsu", "脱炭素の相談")], FACTS)
    assert listed(made, "脱炭素") == ["datsu", "kankyo"]
    assert listed(made, "設備 導入") == ["kankyo"]
    assert listed(made, "設備 宇宙") == []


def test_what_is_no_support_stands_last(catalogue_of):
    assert listed(catalogue_of(SUBJECTS, FACTS))[-1] == "senryaku"


def test_the_largest_budget_first(catalogue_of):
    facts = [*FACTS, fact("kankyo", "予算額", "yen:7000000")]
    made = catalogue_of(SUBJECTS, facts)
    assert [e.subject.id for e in browse(made, Browse(order="budget")).entries][:2] == ["kankyo", "nazo"]


def test_the_gist_says_what_is_done_and_never_only_the_name(catalogue_of):
    facts = [
        fact("kankyo", "内容", "text:設備支援"),
        fact("kankyo", "内容", "text:設備の老朽化が進んでいる"),
        fact("kankyo", "内容", "text:設備の更新にかかる経費を支援"),
    ]
    made = catalogue_of(SUBJECTS, facts)
    assert made.by_id["kankyo"].gist.text == "設備の更新にかかる経費を支援"
    assert made.by_id["nazo"].gist is None


def test_relations_are_known_the_other_way_round(catalogue_of):
    made = catalogue_of([subject("old"), subject("new", predecessors=("old",), parts=("part",)), subject("part")])
    assert made.by_id["old"].successors == ("new",)
    assert made.by_id["part"].wholes == ("new",)


def test_an_empty_ledger_is_an_empty_list(catalogue_of):
    made = catalogue_of([])
    assert listed(made) == []
    assert listed(made, "海外") == []
    assert made.names.nearest("海外") == []


def test_ten_thousand_programmes_are_searched_and_counted_in_a_moment(catalogue_of):
    subjects = [subject(f"p{n}", f"海外展開支援事業その{n}") for n in range(10_000)]
    facts = [fact(f"p{n}", "内容", f"text:第{n}号の設備の導入を支援する事業") for n in range(10_000)]
    made = catalogue_of(subjects, facts)
    listed(made, "海外")  # the names are folded once
    began = time.process_time()
    assert listed(made, "その9999", purpose=("sales",)) == ["p9999"]
    assert len(listed(made, "導入", purpose=("sales",), year=("2025",))) == 10_000
    assert made.names.nearest("海外展開支援事業その123四")
    assert time.process_time() - began < 1.5  # seconds of this process; a third of it on a small machine
