"""Hostile input: the time to read a message grows with its length, not with its square."""

import gc
import time
from collections.abc import Callable

import pytest

from ingest.fold import fold
from ingest.quantities import parse_quantities
from rag import courtesy, parts, sentences

SHORT, LONG = 1_250, 5_000
_MOST = 9.0  # times as long for four times the text; a square would take sixteen times
_FLOOR = 0.002  # seconds below which a clock says little
UNITS = {
    "kana": "さんぎょうこうりゅうてんのかいじょうは", "digits": "1234567890", "commas": "1,", "brackets": "（（「『[",
    "no": "の", "courtesy": "お忙しいところ恐れ入りますが、", "dashes": "ー", "faces": "(^_", "slashes": "1/2/",
    "mixed": "助成率は3/4（上限500万円）のﾃﾞｼﾞﾀﾙ。", "closing": "よろしくお願い",
    "kanji": "".join(chr(0x4E00 + n * 7 % 20_000) for n in range(LONG)),
}  # fmt: skip


def seconds(read: Callable[[str], object], text: str) -> float:
    """The least of three measurements of processor time, rubbish collection apart."""
    taken = []
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            read(text)
            taken.append(time.process_time() - start)
    finally:
        gc.enable()
    return max(min(taken), _FLOOR)


@pytest.fixture(scope="module")
def readers(chain):
    analyser = chain._analyser
    return {
        "fold": fold,
        "quantities": parse_quantities,
        "courtesy": courtesy.CourtesyReader(chain.lexicon.courtesies, longest=LONG).plain,
        "spelling": analyser._speller.respell,
        "names": analyser._speller.with_name,
        "limits": lambda text: [limit.holds(text) for limit in chain.lexicon.limits],
        "parts": parts.split,
        "sentences": sentences.asking,
        "analysis": analyser.analyse,
    }


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "reader", ["fold", "quantities", "courtesy", "spelling", "names", "limits", "parts", "sentences", "analysis"]
)
def test_time_grows_with_the_length(readers, reader, unit):
    read, text = readers[reader], UNITS[unit] * LONG
    read(text[:100])  # what is read once is read now
    assert seconds(read, text[:LONG]) <= _MOST * seconds(read, text[:SHORT])


@pytest.mark.parametrize("unit", ["𠮟", "の", "場合とない", "mixed", "kanji"])
def test_the_time_of_an_answer_grows_with_the_length_of_the_message(chain, unit):
    text = "産業交流展の会場は？" + UNITS.get(unit, unit) * LONG
    chain.answer(text[:100])
    assert seconds(chain.answer, text[:4_000]) <= _MOST * seconds(chain.answer, text[:1_000])
