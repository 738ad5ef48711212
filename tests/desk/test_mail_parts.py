"""The parts of a mail, told apart."""

from pathlib import Path

from desk.mail.parts import mail_parts
from desk.mail.wording import load_mail_wording

WORDING = load_mail_wording(Path(__file__).parent.parent.parent / "corpus")
SIGNATURE = "見本株式会社\n総務部 見本 太郎\n〒000-0000 東京都見本区1-2-3\nTEL 03-0000-0000"


def test_a_signature_is_found_with_and_without_its_mark():
    for mark in ("-- \n", "━━━━━━━━\n", "**********\n", ""):
        parts = mail_parts(f"助成率を教えてください。\n\n{mark}{SIGNATURE}", WORDING)
        assert "TEL 03-0000-0000" in parts.signature
        assert [line for line in parts.own if line] == ["助成率を教えてください。"]


def test_a_list_at_the_end_is_no_signature():
    parts = mail_parts("次の点を教えてください。\n①助成率\n②締切", WORDING)
    assert parts.signature == ()


def test_quoted_history_is_not_the_sender_s_own():
    parts = mail_parts("ありがとうございます。締切はいつですか。\n> 助成率は？\n> 予算は？", WORDING)
    assert [line for line in parts.own if line] == ["ありがとうございます。締切はいつですか。"]
    assert parts.quoted == ("> 助成率は？", "> 予算は？")


def test_a_mail_that_only_hands_another_on_is_that_mail():
    text = "ご対応をお願いします。\n\n-----Original Message-----\nFrom: 見本\nSubject: 助成\n\n締切はいつですか。"
    parts = mail_parts(text, WORDING)
    assert parts.forwarded
    assert "締切はいつですか。" in parts.own
    assert not any(line.startswith(("From", "Subject")) for line in parts.own)


def test_the_addressee_is_no_part_of_the_question():
    assert mail_parts("見本財団 御中\nご担当者様\n\n締切は？", WORDING).addressee == ("見本財団 御中", "ご担当者様")
