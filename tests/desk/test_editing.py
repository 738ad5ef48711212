"""Two people's changes to one draft, told apart; and who counts as an author."""

import pytest

from desk.errors import InputError
from desk.flow.editing import LONGEST, check_texts, clashes
from desk.flow.states import authors, step_of
from desk.store import Revision
from tests.desk.store.sample import AT, draft

BASE = {"thanks": "礼", "conclusion": "答", "window": "窓"}


def test_a_part_that_only_they_changed_begins_with_theirs():
    (clash,) = clashes(BASE, BASE, {**BASE, "window": "彼の窓"})
    assert (clash.kind, clash.merged, clash.both) == ("window", "彼の窓", False)


def test_a_part_that_only_i_changed_begins_with_mine():
    (clash,) = clashes(BASE, {**BASE, "window": "私の窓"}, BASE)
    assert (clash.merged, clash.both) == ("私の窓", False)


def test_a_part_that_both_changed_is_marked_and_keeps_both():
    (clash,) = clashes(BASE, {**BASE, "window": "私の窓"}, {**BASE, "window": "彼の窓"})
    assert (clash.mine, clash.theirs, clash.merged, clash.both) == ("私の窓", "彼の窓", "私の窓", True)


def test_a_part_that_is_gone_is_shown_only_where_i_changed_it():
    theirs = {"conclusion": "答", "window": "窓"}
    assert clashes(BASE, BASE, theirs) == []
    (clash,) = clashes(BASE, {**BASE, "thanks": "私の礼"}, theirs)
    assert (clash.kind, clash.mine, clash.theirs) == ("thanks", "私の礼", "")


def test_without_a_known_beginning_every_difference_counts_as_of_both():
    (clash,) = clashes(None, {**BASE, "window": "私の窓"}, BASE)
    assert clash.both


def test_a_part_that_is_too_long_is_named():
    check_texts({"conclusion": "あ" * LONGEST})
    with pytest.raises(InputError, match="回答"):
        check_texts({"conclusion": "あ" * (LONGEST + 1)})


def test_authors_are_who_had_it_made_and_who_changed_its_words():
    texts = [(1, "案", "a"), (2, "直した案", "b"), (3, "直した案", "c")]  # c only took a step
    revisions = [Revision("d1", number, text, "draft", "", AT, who) for number, text, who in texts]
    assert authors(draft(made_by="a"), revisions) == {"a", "b"}


@pytest.mark.parametrize(
    ("name", "state"), [("approve", "draft"), ("send", "review"), ("review", "sent"), ("x", "draft")]
)
def test_a_step_out_of_turn_is_refused(name, state):
    with pytest.raises(InputError, match="今の状態"):
        step_of(name, state)
