"""Which characters of a text are quoted: the words of a document, a name or the asker are not the office's style."""

from collections.abc import Iterable

from ingest.fold import fold, squeeze

_SHORTEST = 5  # letters that count as quoted when they stand together


def quoted(text: str, sources: Iterable[str]) -> list[bool]:
    """For each character of ``text`` whether it stands, with those beside it, in one of ``sources``.

    Width and white space do not matter; a source that is shorter than a few letters must stand whole.
    """
    mask = [False] * len(text)
    known = tuple(dict.fromkeys(squeezed for one in sources if (squeezed := squeeze(one))))
    begin = 0
    for line in text.split("\n"):
        for start, end in _spans(line, known):
            mask[begin + start : begin + end] = [True] * (end - start)
        begin += len(line) + 1
    return mask


def _spans(line: str, known: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    folded = fold(line)
    places = [at for at, character in enumerate(folded.text) if character != " "]
    letters = "".join(folded.text[at] for at in places)
    if not letters:
        return
    for source in known:
        size = min(_SHORTEST, len(source))
        for at in range(len(letters) - size + 1):
            if letters[at : at + size] in source:
                first, last = places[at], places[at + size - 1]
                yield folded.starts[first], folded.ends[last]
