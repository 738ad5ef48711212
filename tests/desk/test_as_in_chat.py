"""A question of a mail gets the answer that the chat gives to it, whatever the mail is like."""

import functools

import pytest

from desk.mail.reading import inquiry_of
from desk.measure import is_same

PROGRAMMES = ["DX推進支援助成金", "製品開発着手支援助成事業", "東京都BCP策定支援事業"]
ASKED = ["助成限度額はいくらですか", "支援規模は何件ですか", "どのような支援を受けられますか"]
MAILS = {
    "numbered": "お世話になっております。\n{0}について3点伺います。\n①{1}\n②{2}\n③{3}\nよろしくお願いいたします。",
    "in a row": "{0}の{1}。{2}。それから{3}。",
    "applying": "このたび{0}に申し込みたいと考えております。\n{1}。{2}。\nまた、{3}。\n"
    "お忙しいところ恐れ入りますが、ご回答のほどお願いいたします。",
    "under a heading": "【お問い合わせ事業】{0}\n【質問】\n1. {1}\n2. {2}\n3. {3}",
}


@pytest.fixture(scope="module")
def in_chat(drafter):
    """The chat's answer to a question, asked once for all mails."""
    return functools.cache(lambda question: drafter.ask((question,)))


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("form", MAILS)
def test_each_question_is_answered_as_in_the_chat(drafter, in_chat, form, programme):
    draft = drafter.draft(inquiry_of(MAILS[form].format(programme, *ASKED)))
    assert len(draft.answers) == len(ASKED), [one.question for one in draft.answers]
    for question, answered in zip(ASKED, draft.answers, strict=True):
        assert is_same(answered.answer, in_chat(f"{programme}の{question}")), answered.turns


def test_a_question_after_one_that_looks_for_a_programme_is_asked_after_it(drafter):
    text = "和菓子店です。店を誰かに譲るか悩んでいます。専門家に相談できるところはありますか。費用はかかりますか。"
    first, second = drafter.draft(inquiry_of(text, "事業承継の件")).answers
    assert second.turns == (first.turns[-1], "費用はかかりますか。")
    assert second.about == ""


def test_a_subject_line_does_not_override_what_a_question_says_itself(drafter):
    text = "厨房機器の導入と新しいメニューの開発に使いたいのですが、助成率が上がる制度の上限を教えてください。"
    (answered,) = drafter.draft(inquiry_of(text, "賃上げ支援")).answers
    assert answered.about == ""
