"""Writing a question: evidence is chosen on the page, what can be read off it is proposed, nothing wrong is kept."""

import json

import pytest

from eval.loading import load_sets
from eval.writing import Writer
from tests.eval.fixtures import NEW, OTHER, REFERENCE

CAP = [
    "cap",
    "設備の更新にはいくらまで出ますか？",
    "",
    "y",
    "1",
    "2",
    "y",
    "",
    "",
    "",
    "設備更新支援/設備の更新",
    "",
    "わたし",
    "",
    "y",
]


def written(folder, said, set_name="own"):
    """What comes of saying ``said``, and what was shown."""
    shown, rest = [], iter(said)

    def ask(prompt):
        shown.append(prompt)
        try:
            return next(rest)
        except StopIteration:
            raise EOFError from None

    writer = Writer(folder, REFERENCE, lambda text: [NEW, OTHER, NEW], ask, shown.append)
    return writer.write(set_name, "", "2026-11-20"), shown


def test_a_question_is_written_with_its_evidence(tmp_path):
    item, _ = written(tmp_path, CAP)
    (read,) = load_sets(tmp_path)
    assert (read.id, read.turns, read.expect) == (item.id, item.turns, item.expect)
    assert (read.document, read.pages, read.quotes) == ("new", (1,), ("助成限度額 １００万円",))
    assert [(f.value, f.role, f.conditions) for f in read.expect.figures] == [("yen:1000000", "助成限度額", ())]
    assert read.expect.strings == (("設備更新支援", "設備の更新"),)
    assert (read.programme, read.fiscal_years, read.reviewed_by) == ("設備更新支援事業", (2025,), "わたし")


def test_conditions_are_proposed_from_the_words_before_a_figure(tmp_path):
    said = ["rate", "小規模なら何割ですか？", "", "y", "new 1", "3", "n", "y", "", "", "", "", "", "わたし", "", "y"]
    item, _ = written(tmp_path, said)
    assert [(f.value, f.role, f.conditions) for f in item.expect.figures] == [("rate:2/3", "助成率", ("小規模企業",))]


def test_a_question_without_an_answer_has_its_reason(tmp_path):
    said = ["unanswerable", "締切はいつですか？", "", "n", "deadline", "yen:500000", "わたし", "", "y"]
    item, _ = written(tmp_path, said)
    assert (item.expect.status, item.expect.reason) == (("not_found",), ("deadline",))
    assert load_sets(tmp_path)[0].expect.forbidden_figures == ("yen:500000",)


def test_what_cannot_be_chosen_is_asked_again(tmp_path):
    said = ["caps", *CAP[:4], "デジタル", "9", "1", "9-3", *CAP[5:]]
    item, shown = written(tmp_path, said)
    assert item is not None
    assert any("「caps」は選べません" in line for line in shown)
    assert any("行の番号が読めません" in line for line in shown)


def test_numbers_follow_those_that_there_are(tmp_path):
    ids = [written(tmp_path, CAP)[0].id for _ in range(2)]
    assert ids == ["own-cap-001", "own-cap-002"]


def test_what_the_lint_refuses_is_not_kept(tmp_path):
    said = [*CAP[:-4], "ten yen", *CAP[-3:]]
    item, shown = written(tmp_path, said)
    assert item is None
    assert any("ten" in line and ".jsonl" in line for line in shown)
    assert not list(tmp_path.iterdir())


def test_nothing_is_kept_without_a_yes_or_to_the_end(tmp_path):
    assert written(tmp_path, [*CAP[:-1], "n"])[0] is None
    with pytest.raises(EOFError):
        written(tmp_path, CAP[:5])
    assert not list(tmp_path.iterdir())


def test_a_set_has_a_plain_name(tmp_path):
    with pytest.raises(ValueError, match="名前"):
        written(tmp_path, CAP, "../x")


def test_a_line_has_the_keys_of_the_schema_and_no_more(tmp_path):
    written(tmp_path, CAP)
    row = json.loads((tmp_path / "own.jsonl").read_text(encoding="utf-8"))
    assert list(row) == [
        "id", "kind", "turns", "expect", "document", "pages", "quotes", "programme", "fiscal_years", "reviewed_by",
        "reviewed_at", "note",
    ]  # fmt: skip
