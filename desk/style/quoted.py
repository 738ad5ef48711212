"""Which characters of a text are quoted: the words of a document, a name or the asker are not the office's style."""

import re
from collections.abc import Iterable

from ingest.fold import fold, squeeze

_SHORTEST = 5  # letters that count as quoted when they stand together
_GLOSS = re.compile(r"（＝[^（）]*）")


def quoted(text: str, sources: Iterable[str]) -> list[bool]:
    """For each character of ``text`` whether it stands, with those beside it, in one of ``sources``.

    Width and white space do not matter; a source that is shorter than a few letters must stand whole. The explanation
    of a hard word in plain Japanese （＝…） counts as quoted, and does not tear what it stands in.
    """
    known = tuple(dict.fromkeys(squeezed for one in sources if (squeezed := squeeze(one))))
    kept = _without_glosses(text)
    plain = "".join(text[at] for at in kept)
    mask = [True] * len(text)
    begin = 0
    for line in plain.split("\n"):
        said = [False] * len(line)
        for start, end in _spans(line, known):
            said[start:end] = [True] * (end - start)
        for at, is_quoted in enumerate([*said, False][: len(plain) - begin], begin):
            mask[kept[at]] = is_quoted
        begin += len(line) + 1
    return mask


def _without_glosses(text: str) -> list[int]:
    """The places of ``text`` that are in no explanation of a word （＝…）, which belongs to no sentence."""
    held = {at for match in _GLOSS.finditer(text) for at in range(*match.span())}
    return [at for at in range(len(text)) if at not in held]


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
