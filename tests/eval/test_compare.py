"""Two runs compared: what was fixed, broken, worse, changed, edited, added and removed, with the reason."""

import pytest

from eval.compare import compare
from eval.compare_text import comparison_object, comparison_text
from tests.eval.fixtures import NEW, NOT_FOUND, OTHER, RIGHT, cite, gave
from tests.eval.results import Scripted, finished_run, item

MISSED = gave(NOT_FOUND, status="not_found", reason="not_in_documents")
OTHERS_CAP = gave("設備更新支援事業の助成限度額は、300万円です。[1]", cite(1, OTHER, "助成限度額 ３００万円"))
ONLY_CAP = gave("設備更新支援事業の助成限度額は100万円です。[1]", cite(1, NEW, "助成限度額 １００万円"))


@pytest.fixture
def compared(tmp_path):
    """Compares two runs of the same items, given what each item got before and after."""

    def make(before, after, items=None):
        known = items or [item(name) for name in before]
        runs = [
            finished_run(tmp_path, known, Scripted({one.turns[-1]: given[one.id] for one in known}))
            for given in (before, after)
        ]
        return compare(*runs)

    return make


@pytest.mark.parametrize(
    ("before", "after", "outcome", "why"),
    [
        (RIGHT, MISSED, "broken", "状態: answered → not_found"),
        (MISSED, RIGHT, "fixed", "以前: 状態"),
        (MISSED, OTHERS_CAP, "worse", "別の事業の数値"),
        (RIGHT, ONLY_CAP, "changed", "答え: 「"),
    ],
)
def test_an_item_that_changed_is_told_with_the_reason(compared, before, after, outcome, why):
    comparison = compared({"cap-1": before}, {"cap-1": after})
    (change,) = comparison.changes
    assert change.outcome == outcome
    assert any(why in reason for reason in change.why), change.why
    assert comparison.is_regression == (outcome in ("broken", "worse"))


def test_equal_runs_have_nothing_to_tell(compared):
    comparison = compared({"cap-1": RIGHT}, {"cap-1": RIGHT})
    assert (comparison.changes, comparison.p, comparison.is_regression) == ((), 1.0, False)
    assert "悪くなった設問はありません" in comparison_text(comparison)


def test_mcnemar_counts_what_changed_each_way(compared):
    names = [f"cap-{n}" for n in range(6)]
    comparison = compared(dict.fromkeys(names, RIGHT), dict.fromkeys(names, MISSED))
    # Six of six one way: 2 x (1/2)^6.
    assert comparison.p == pytest.approx(0.03125)
    assert comparison.passed == (6, 0)


def test_an_item_that_was_rewritten_is_not_compared(tmp_path):
    old = finished_run(tmp_path, [item("cap-1", "前の問い"), item("gone")], Scripted())
    new = finished_run(tmp_path, [item("cap-1", "後の問い"), item("more")], Scripted())
    comparison = compare(old, new)
    assert {change.item_id: change.outcome for change in comparison.changes} == {
        "cap-1": "edited", "more": "added", "gone": "removed",
    }  # fmt: skip
    assert comparison.n == 0


def test_the_difference_of_the_surroundings_is_told(tmp_path):
    old = finished_run(tmp_path, [item("cap-1")], Scripted())
    new = finished_run(tmp_path, [item("cap-1")], Scripted(), fault="swap-caps")
    assert ("asked.fault", "", "swap-caps") in compare(old, new).surroundings


def test_the_frozen_half_is_withheld_unless_it_is_asked_for(compared):
    frozen = [item("cap-1", split="frozen")]
    comparison = compared({"cap-1": RIGHT}, {"cap-1": MISSED}, frozen)
    question = frozen[0].turns[-1]
    assert question not in comparison_text(comparison)
    assert question not in str(comparison_object(comparison))
    assert question in comparison_text(comparison, shows_frozen=True)
    assert "cap-1" in comparison_text(comparison)
