"""Frame texts and wordings are data; what is wrong with them is said by name."""

import shutil
from pathlib import Path

import pytest

from desk.drafting.addressing import title_of
from desk.drafting.frame import load_frames
from desk.errors import StyleError
from desk.mail.wording import load_mail_wording

CORPUS = Path(__file__).parent.parent.parent / "corpus"


@pytest.fixture
def corpus(tmp_path):
    for name in ("style/frames.toml", "lexicon/mail.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CORPUS / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{title}について（回答）", "回答", "subject"),
        ("{office}です。", "{secret}です。", "thanks"),
        ("{office}です。", "{office です。", "かっこ"),
        ("[plain]", "[plane]", "plain"),
        ('"signature"]', '"poem"]', "parts"),
    ],
)
def test_a_frame_with_a_wrong_placeholder_or_part_is_refused(corpus, old, new, says):
    path = corpus / "style" / "frames.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StyleError, match=says):
        load_frames(corpus)


@pytest.mark.parametrize(
    ("old", "new", "says"), [("closing = [", "clothing = [", "closing"), ("'敬具$", "'(敬具$", "正規表現")]
)
def test_a_malformed_wording_is_refused_by_name(corpus, old, new, says):
    path = corpus / "lexicon" / "mail.toml"
    text = path.read_text(encoding="utf-8").replace("'^敬具$'", "'敬具$'", 1)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StyleError, match=says):
        load_mail_wording(corpus)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: Re: 助成金についての質問です", "助成金"),
        ("FW: [123] デジタルツールの件", "[123] デジタルツール"),
        ("お問い合わせ", ""),
        ("", ""),
        ("助成率と締切につきまして", "助成率と締切"),
    ],
)
def test_a_title_is_what_the_subject_names(subject, title):
    assert title_of(subject) == title
