"""Placing: every atom of a reading is found on its page, or the reading fails with file, line and text."""

import pytest

from ingest.errors import ReadingError
from ingest.placing import place
from ingest.reading import parse_reading
from tests.ingest.corpora import SETSUBI_1, SETSUBI_READING

LABELS = frozenset(["助成率"])


def placed(body, text):
    (reading,) = parse_reading("readings/a.md", "<!-- page 1 -->\n" + body)
    return place("readings/a.md", reading, text, LABELS)


def found(body, text):
    """What of ``text`` stands at the spans of each atom, by the atom's text."""
    spans = placed(body, text).spans
    return {atom.text: [text[start:end] for start, end in at] for atom, at in spans.items()}


def at(body, text):
    """The start of each atom's first run, in the order of the reading."""
    spans = placed(body, text).spans
    return [spans[atom][0][0] for atom in sorted(spans, key=lambda atom: (atom.line, atom.column))]


@pytest.mark.parametrize(
    ("run", "text", "source"),
    [
        ("導入支援", "の導\n  入支援を", "導\n  入支援"),
        ("3,000万円", "上限３，０００万円まで", "３，０００万円"),
        ("３，０００万円", "上限3,000万円まで", "3,000万円"),
        ("セキュリティ", "ｾｷｭﾘﾃｨ対策", "ｾｷｭﾘﾃｨ"),
        ("実践支援", "「実 践　支 援」", "実 践　支 援"),
        ("新 規", "（新規）", "新規"),
        ("1/2", "助成率½以内", "½"),
        ("dx推進", "ＤＸ推進", "ＤＸ推進"),
        ("相談", "\ue000相談", "相談"),
    ],
)
def test_an_atom_is_found_whatever_its_width_and_its_line_ends(run, text, source):
    assert found(run, text) == {run: [source]}


@pytest.mark.parametrize("run", ["助成全", "助成金の", "成助", "サーバ支援", "①"])
def test_words_that_the_page_does_not_have_are_refused(run):
    with pytest.raises(ReadingError, match=r"readings/a\.md:3: 「.+」はこのページの本文にありません") as caught:
        placed("本文\n" + run, "本文 助成金 サーバー支援 1")
    assert caught.value.text == run


def test_each_occurrence_is_taken_once_and_in_order():
    text = "相談 120社\n研修 120社\n"
    assert at("120社\n120社", text) == [3, 11]


def test_more_atoms_than_occurrences_are_refused():
    with pytest.raises(ReadingError, match=r":4: 「120社」は本文のすべての箇所がすでに使われています.*\{#番号\}"):
        placed("120社\n120社\n120社", "相談 120社\n研修 120社\n")


def test_a_named_occurrence_is_taken_even_twice():
    text = "相談 120社\n研修 120社\n"
    assert at("120社{#2}\n120社{#2}", text) == [11, 11]
    assert at("120社{#2}\n120社", text) == [11, 3]


@pytest.mark.parametrize("nth", [3, 99])
def test_an_occurrence_that_is_not_there_is_refused(nth):
    with pytest.raises(ReadingError, match=rf"「120社」は本文に2か所しかありません（\{{#{nth}\}}）"):
        placed(f"120社{{#{nth}}}", "相談 120社\n研修 120社\n")


def test_occurrences_are_counted_from_one():
    with pytest.raises(ReadingError):
        placed("120社{#0}", "相談 120社\n研修 120社\n")


def test_a_longer_atom_keeps_its_letters_from_a_shorter_one_before_it():
    text = "支援事業の案内\n支援\n"
    assert found("支援\n支援事業の案内", text) == {"支援": ["支援"], "支援事業の案内": ["支援事業の案内"]}
    assert at("支援\n支援事業の案内", text) == [8, 0]


def test_joined_runs_have_a_span_each():
    assert found("導⧺入支援", "申込 導\n窓口 入支援課") == {"導入支援": ["導", "入支援"]}


def test_a_join_fails_where_one_of_its_runs_is_not_there():
    with pytest.raises(ReadingError, match="「出支援」"):
        placed("導⧺出支援", "申込 導\n窓口 入支援課")


def test_a_merged_cell_takes_its_characters_once():
    body = "| 区分 | 上限 |\n|---|---|\n| 一 | 100万円 |\n| 二 | ^^ |"
    assert found(body, "区分 上限\n一 100万円\n二")["100万円"] == ["100万円"]


def test_a_label_of_the_list_has_no_span():
    assert found("[[助成率]] 1/2", "1/2以内") == {"1/2": ["1/2"]}


def test_a_label_that_is_not_in_the_list_is_refused():
    with pytest.raises(ReadingError, match=r":2: 「助成金」は見出しの一覧（labels\.txt）にありません"):
        placed("[[助成金]] 1/2", "1/2以内")


def test_words_that_no_atom_took_are_told():
    text = "●相談 120社\n●研修\n※要予約"
    assert [text[start:end] for start, end in placed("相談\n研修", text).left] == ["120社\n●", "※要予約"]


def test_marks_alone_are_not_told():
    assert placed("相談\n研修", "●相談\n・・・\n研修。").left == ()


def test_a_reading_of_all_words_leaves_nothing():
    reading = parse_reading("readings/a.md", SETSUBI_READING)[0]
    left = place("readings/a.md", reading, SETSUBI_1, LABELS).left
    assert [SETSUBI_1[start:end] for start, end in left] == []


def test_every_span_of_a_reading_is_a_stretch_of_the_page():
    reading = parse_reading("readings/a.md", SETSUBI_READING)[0]
    spans = [span for at in place("readings/a.md", reading, SETSUBI_1, LABELS).spans.values() for span in at]
    assert all(0 <= start < end <= len(SETSUBI_1) and SETSUBI_1[start:end].strip() for start, end in spans)
