"""Changes between the documents of two years, and differences worked out exactly."""

import pytest

from ingest.store import Store, StoreWriter
from ingest.types import Document, Page
from rag.cataloguing import Words, make_catalogue
from rag.changes import changes_between, difference_text
from tests.ingest.ledger_builder import fact, subject


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("yen:447000000", "yen:525000000", "7,800万円の増（約17.4%増）"),  # 78 / 447 = 0.17450
        ("yen:200", "yen:100", "100円の減（約50%減）"),
        ("yen:5", "yen:5", "増減なし"),
        ("yen:0", "yen:5", "5円の増"),
        ("rate:1/2", "rate:2/3", "1/6の増"),
        ("rate:2/3", "rate:1/2", "1/6の減"),
        ("months:12", "months:15", "3か月の増"),
        ("yen:100", "rate:1/2", ""),
        ("yen:100-200", "yen:300", ""),
        ("count:5社", "count:6件", ""),
        ("text:多い", "text:少ない", ""),
    ],
)
def test_the_difference_of_two_values(before, after, expected):
    assert difference_text(before, after) == expected


@pytest.fixture
def changes(tmp_path):
    """The changes of a ledger from 2020 (document ``r02``) to 2021 (``r03``)."""
    stores = []

    def find(subjects, facts=()):
        writer = StoreWriter(tmp_path / "corpus.sqlite")
        for id_, year in (("r02", 2020), ("r03", 2021)):
            page = Page(id_, 1, "本文" * 20)
            writer.add_document(Document(id_, "題名", "局", "", year, False, "", (page,)), ["reading"])
        writer.add_ledger(subjects, facts)
        writer.close()
        stores.append(Store(tmp_path / "corpus.sqlite"))
        return changes_between(make_catalogue("v1", stores[-1], Words()), 2020, 2021)

    yield find
    for store in stores:
        store.close()


BOTH = (2020, 2021)


def old(programme, value, **more):
    return fact(programme, "予算額", value, fiscal_year=2020, document_id="r02", **more)


def new(programme, value, **more):
    return fact(programme, "予算額", value, fiscal_year=2021, document_id="r03", **more)


def names(found):
    return [one.subject.id if hasattr(one, "subject") else one.later.subject.id for one in found]


def test_a_figure_of_both_years_is_changed_or_unchanged(changes):
    subjects = [subject("a", fiscal_years=BOTH), subject("b", fiscal_years=BOTH)]
    found = changes(subjects, [old("a", "yen:100"), new("a", "yen:300"), old("b", "yen:5"), new("b", "yen:5")])
    assert names(found.changed) == ["a"]
    assert found.changed[0].changed[0].difference == "200円の増（約200%増）"
    assert names(found.unchanged) == ["b"]


def test_figures_of_other_conditions_or_items_are_not_subtracted(changes):
    found = changes(
        [subject("a", fiscal_years=BOTH)],
        [old("a", "yen:100", conditions=("小規模企業",)), new("a", "yen:300")],
    )
    assert [change.difference for change in found.changed[0].changed] == [""]


def test_several_figures_of_a_year_are_not_subtracted(changes):
    facts = [old("a", "yen:100"), old("a", "yen:200", item="追加"), new("a", "yen:300")]
    (pair,) = changes([subject("a", fiscal_years=BOTH)], facts).changed
    assert pair.changed[0].difference == ""
    assert len(pair.changed[0].before) == 2


def test_a_figure_that_one_year_leaves_out_is_no_change(changes):
    found = changes([subject("a", fiscal_years=BOTH)], [old("a", "yen:100")])
    assert found.changed == ()
    assert names(found.incomparable) == ["a"]


def test_what_only_one_year_names_is_new_or_absent(changes):
    found = changes([subject("a", fiscal_years=(2020,)), subject("b", fiscal_years=(2021,))])
    assert names(found.absent) == ["a"]
    assert names(found.added) == ["b"]


def test_a_successor_is_neither_new_nor_its_predecessor_gone(changes):
    subjects = [subject("a", fiscal_years=(2020,)), subject("b", fiscal_years=(2021,), predecessors=("a",))]
    found = changes(subjects, [old("a", "yen:100"), new("b", "yen:120")])
    assert (found.absent, found.added) == ((), ())
    assert names(found.renamed) == ["b"]
    assert found.changed[0].earlier.subject.id == "a"


def test_another_printed_name_is_a_rename_but_another_width_is_none(changes):
    subjects = [subject("a", fiscal_years=BOTH), subject("b", fiscal_years=BOTH)]
    facts = [
        old("a", "yen:1", name="旧い名"), new("a", "yen:1", name="新しい名"),
        old("b", "yen:1", name="ＤＸ支援"), new("b", "yen:1", name="DX支援"),
    ]  # fmt: skip
    found = changes(subjects, facts)
    assert names(found.renamed) == ["a"]
    assert names(found.unchanged) == ["b"]


def test_surveys_and_strategies_are_no_support_that_comes_and_goes(changes):
    found = changes([subject("s", kind="survey", fiscal_years=(2021,)), subject("c", kind="strategy")])
    assert (found.added, found.absent) == ((), ())
