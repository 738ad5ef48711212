"""The keyword leg: a text finds itself, and unknown words find nothing."""

import numpy as np
import pytest

from ingest.errors import IndexDamagedError
from ingest.keywords import LEGS, Keywords, write_keywords

TEXTS = [
    "設備更新支援助成金 省エネ型の設備に替える費用",
    "販路開拓支援 展示会への出展を助成",
    "人材育成支援 研修の費用を助成",
    "事業承継の相談窓口 後継者のいない会社",
]


@pytest.fixture(scope="module")
def keywords(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keywords")
    write_keywords(folder, TEXTS)
    return Keywords(folder)


@pytest.mark.parametrize("leg", LEGS)
@pytest.mark.parametrize("place", range(len(TEXTS)))
def test_a_text_finds_itself(keywords, leg, place):
    scores = keywords.scores(leg, LEGS[leg](TEXTS[place]))
    assert scores.shape == (len(TEXTS),)
    assert int(np.argmax(scores)) == place


@pytest.mark.parametrize("leg", LEGS)
def test_width_makes_no_difference(keywords, leg):
    wide, narrow = (keywords.scores(leg, LEGS[leg](text)) for text in ("省ｴﾈ型", "省エネ型"))
    assert np.array_equal(wide, narrow)
    assert wide.argmax() == 0


@pytest.mark.parametrize("leg", LEGS)
@pytest.mark.parametrize("terms", [[], ["宇宙旅行"], [""]])
def test_unknown_words_find_nothing(keywords, leg, terms):
    scores = keywords.scores(leg, terms)
    assert scores.shape == (len(TEXTS),)
    assert not scores.any()


@pytest.mark.parametrize("leg", LEGS)
def test_a_rare_word_weighs_more_than_a_common_one(keywords, leg):
    scores = keywords.scores(leg, LEGS[leg]("助成 展示会"))
    assert scores[1] > scores[2] > scores[3] == 0


def test_texts_without_any_word_can_be_indexed(tmp_path):
    write_keywords(tmp_path, ["※", "助成金"])
    scores = Keywords(tmp_path).scores("lemmas", ["助成"])
    assert scores[1] > 0 == scores[0]


def test_one_text_alone_can_be_indexed(tmp_path):
    write_keywords(tmp_path, ["助成金"])
    assert Keywords(tmp_path).scores("bigrams", ["助成"]).shape == (1,)


@pytest.mark.parametrize("leg", LEGS)
def test_a_missing_leg_is_told(tmp_path, leg):
    write_keywords(tmp_path, TEXTS)
    for file in (tmp_path / leg).iterdir():
        file.unlink()
    with pytest.raises(IndexDamagedError, match=r"キーワード索引.*作り直してください"):
        Keywords(tmp_path)


def test_every_file_that_is_missing_or_damaged_is_told(tmp_path):
    write_keywords(tmp_path, TEXTS)
    for file in sorted((tmp_path / "lemmas").iterdir()):
        content = file.read_bytes()
        file.unlink()
        with pytest.raises(IndexDamagedError):
            Keywords(tmp_path)
        file.write_bytes(b"\x00" * len(content))
        with pytest.raises(IndexDamagedError):
            Keywords(tmp_path)
        file.write_bytes(content)
    Keywords(tmp_path)
