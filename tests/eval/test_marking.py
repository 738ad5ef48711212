"""Evidence for reading: quoted words are marked where they stand, and what does not stand there is said."""

from eval.marking import evidence
from tests.eval.fixtures import CAP, NEW, OTHER, PAGES, RIGHT, cite, gave


def marked(given, item=CAP):
    return {(one.document, one.page): one for one in evidence(item, given, PAGES)}


def test_quoted_words_are_marked_with_the_numbers_that_quote_them():
    pieces = marked(RIGHT)[NEW].pieces
    assert "".join(piece.text for piece in pieces) == PAGES[NEW]
    assert {piece.text: piece.marks for piece in pieces if piece.marks} == {
        "設備更新支援事業": (2,), "助成限度額 １００万円": (1,),
    }  # fmt: skip


def test_the_items_own_quote_is_marked_apart():
    gold = [piece for piece in marked(gave("…", cite(1, NEW, "設備更新支援事業")))[NEW].pieces if piece.is_gold]
    assert [(piece.text, piece.marks) for piece in gold] == [("助成限度額 １００万円", ())]


def test_overlapping_quotes_keep_both_numbers():
    given = gave("…", cite(1, NEW, "助成限度額 １００万円"), cite(2, NEW, "１００万円\n助成率"))
    pieces = {piece.text: piece.marks for piece in marked(given)[NEW].pieces}
    assert pieces["１００万円"] == (1, 2)


def test_the_page_with_the_evidence_is_shown_though_nothing_of_it_was_cited():
    shown = marked(gave("…", cite(1, OTHER, "助成率 3/4")))
    assert list(shown) == [OTHER, NEW]


def test_a_quote_that_does_not_stand_where_it_should_is_lost():
    wrong = {**cite(1, NEW, "助成率 1/2"), "quote": "助成率 9/10"}
    (lost,) = marked(gave("…", wrong))[NEW].lost
    assert lost.quote == "助成率 9/10"


def test_a_citation_of_no_page_is_lost_too():
    given = gave("…", {**cite(1, NEW, "助成率 1/2"), "page": 99})
    assert marked(given)["new", 99].lost
    assert not marked(given)["new", 99].pieces


def test_citations_of_another_form_leave_the_items_own_evidence():
    assert list(marked(gave("…", {"n": "eins"}))) == [NEW]
