"""Furigana: the readings of the kanji of a text, by fugashi with unidic-lite.

A reading is given only where it is sure: behind a figure a counter is read as the lexicon says or not at
all (「1日」 is read in two ways), names of people are not guessed, and a word that the dictionary does not
know gets none.
"""

import re
from collections.abc import Iterator

from ingest.plain_words import FuriganaWords
from rag.kana import hiragana

Ruby = tuple[int, int, str]
"""Start and end of a run of kanji (in code points of the text), and its reading in hiragana."""

_KANJI = r"[々一-鿿㐀-䶿豈-﫿]"
_RUNS = re.compile(rf"({_KANJI}+)")
_PERSON = "人名"
_FIGURE = re.compile(r"[0-9０-９]")
_MARK = re.compile(r"\[\d+\]")


def furigana(text: str, words: FuriganaWords) -> list[Ruby]:
    """The rubies of ``text``, in its order, without overlap."""
    rubies: list[Ruby] = []
    for match in re.finditer(r"[^\n]+", text):
        rubies += _of_line(match[0], match.start(), words)
    return sorted(rubies)


def _of_line(line: str, offset: int, words: FuriganaWords) -> Iterator[Ruby]:
    # A mark is no figure in front of a counter.
    line = _MARK.sub(lambda mark: "。" * len(mark[0]), line)
    fixed = sorted(span for word in words.readings for span in _places(line, word))
    taken = [(start, end) for start, end, _ in fixed]
    for start, end, word in fixed:
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in taken):
            yield from _aligned(word, words.readings[word], offset + start)
    words_of_line = list(_words(line))
    people = [_run(line, start) for start, _, _, is_person in words_of_line if is_person]
    for start, surface, reading, _ in words_of_line:
        end = start + len(surface)
        if any(s < end and start < e for s, e in (*taken, *people)):
            continue
        behind_figure = bool(start and _FIGURE.match(line, start - 1))
        sure = _counted(line, start, surface, words) if behind_figure else reading
        if sure:
            yield from _aligned(surface, sure, offset + start)


def _places(line: str, word: str) -> Iterator[tuple[int, int, str]]:
    for match in re.finditer(re.escape(word), line):
        yield match.start(), match.end(), word


def _words(line: str) -> Iterator[tuple[int, str, str, bool]]:
    """(start, surface, reading in hiragana, whether it names a person) of each word; "" where there is no reading."""
    import fugashi
    import unidic_lite

    # One for this call: a tagger serves one thread, and its nodes go stale at the next line.
    tagger = fugashi.Tagger(f'-d "{unidic_lite.DICDIR}"')
    at = 0
    for node in tagger(line):
        at += len(node.white_space)
        yield at, node.surface, hiragana(node.feature.kana or ""), node.feature.pos3 == _PERSON
        at += len(node.surface)


def _run(line: str, at: int) -> tuple[int, int]:
    """The whole run of kanji at ``at``: a name's other half is often taken for another word."""
    return next((match.span() for match in _RUNS.finditer(line) if match.start() <= at < match.end()), (at, at))


def _counted(line: str, start: int, surface: str, words: FuriganaWords) -> str:
    """How the counter is read behind the figure that ends at ``start``; "" where that is not sure."""
    for counter in words.counters:
        fits = counter.words == surface and line.startswith(counter.before, start + len(surface))
        if fits and line[start - 1] not in counter.not_behind:
            return counter.reading
    return ""


def _aligned(surface: str, reading: str, start: int) -> Iterator[Ruby]:
    """The runs of kanji of a word with their share of its reading; none where kana and reading do not agree."""
    parts = _RUNS.split(surface)
    pattern = "".join("(.+?)" if n % 2 else re.escape(hiragana(part)) for n, part in enumerate(parts))
    match = re.fullmatch(pattern, reading)
    if match is None:
        return
    at = start
    shares = iter(match.groups())
    for n, part in enumerate(parts):
        if n % 2:
            yield at, at + len(part), next(shares)
        at += len(part)
