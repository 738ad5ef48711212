"""The sample mails: one file beside the question sets, the half in a field, mistakes told with their line."""

import json

import pytest

from eval.loading import MAILS, SetError, set_files
from eval.mails import FILE, load_mails

QUESTION = {"id": "a-one-001", "kind": "cap", "turns": ["助成限度額は？"], "expect": {"status": ["not_found"]},
            "reviewed_by": "見本", "reviewed_at": "2025-11-04"}  # fmt: skip
MAIL = {"id": "m1", "half": "dev", "subject": "", "sender": "", "text": "助成限度額は？",
        "questions": [{"keys": ["助成限度額"], "item": "a-one-001"}]}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    def write(**changes):
        (tmp_path / "a.jsonl").write_text(json.dumps(QUESTION), encoding="utf-8")
        (tmp_path / MAILS).write_text(json.dumps({**MAIL, **changes}) + "\n", encoding="utf-8")
        return tmp_path / MAILS

    return write


def test_there_are_sixty_mails_in_two_halves_and_they_are_no_question_set():
    dev, held = load_mails(half="dev"), load_mails(half="held")
    assert len(dev) + len(held) == len(load_mails()) >= 60
    assert min(len(dev), len(held)) >= 20
    assert FILE not in set_files(FILE.parent)


def test_an_item_may_be_asked_in_the_words_of_the_mail(written):
    own = [{"keys": ["助成限度額"], "item": "a-one-001", "alone": "上限は？"}]
    assert load_mails(written())[0].questions[0].alone == ("助成限度額は？",)
    assert load_mails(written(questions=own))[0].questions[0].alone == ("上限は？",)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"half": "frozen"}, "half"), ({"questions": [{"item": "a-one-001"}]}, "keys"),
     ({"questions": [{"keys": ["x"], "item": "a-two-001"}]}, "item"), ({"more": 1}, "")],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_field(written, changes, field):
    with pytest.raises(SetError) as raised:
        load_mails(written(**changes), half="dev")
    assert (raised.value.file, raised.value.line, raised.value.field) == (MAILS, 1, field)
