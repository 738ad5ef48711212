"""Past inquiries, and what staff change."""

from hypothesis import given
from hypothesis import strategies as st

from desk.difference import changes, difference
from desk.habits import habits
from desk.similar import similar

PAST = ["デジタルツールの助成率を教えてください", "産業交流展の会場はどこですか", "BCPの講座は何回ありますか"]


def test_the_inquiry_most_alike_comes_first():
    assert [one.index for one in similar("産業交流展の出展料と会場", PAST)][:1] == [1]
    assert similar("産業交流展の会場", PAST) == similar("産業交流展の会場", PAST)


def test_what_shares_no_word_is_not_alike():
    assert similar("ラーメン", PAST) == []
    assert similar("。", PAST) == []
    assert similar("会場", []) == []


@given(
    st.text(alphabet="助成率は二分の一です。 \n\u3000①ABC😀\r\x0b", max_size=40),
    st.text(alphabet="助成率です。\nA ", max_size=40),
)
def test_the_edits_are_both_texts_put_together(before, after):
    edits = difference(before, after)
    assert "".join(edit.before for edit in edits) == before
    assert "".join(edit.after for edit in edits) == after
    assert all(after[edit.start : edit.end] == edit.after for edit in edits)


def test_a_changed_word_is_one_change():
    (edit,) = changes(difference("窓口でお確かめください。", "窓口でご確認ください。"))
    assert edit.operation == "replace"
    assert "お" in edit.before or "確かめ" in edit.before


def test_what_is_always_changed_is_a_habit_counted_once_a_letter():
    pairs = [
        ("助成率は1/2です。助成率です。", "補助率は1/2です。補助率です。"),
        ("助成率です。", "補助率です。"),
        ("会場です。", "会場です。"),
    ]
    assert [(one.before, one.after, one.times) for one in habits(pairs)] == [("助成", "補助", 2)]
