"""Who a heading, a row or a bullet is about: the subjects of the registry, by their names on the page."""

import re
from dataclasses import dataclass

from ingest.fold import fold, squeeze
from ingest.ledger.words import Words
from ingest.registry import Programme, Registry, name_key, programme_of_heading

# What may follow a name that begins a line and yet leave the line about it.
_GOES_ON = re.compile(r"(?:の|に|による|における|を|は|が|へ|と|概要|について|とは|[（(「」【】※:：\[])|$")
_TAIL = re.compile(r"(\S+?)[\s\u3000]*([①-⑳].{1,20})$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Owner:
    """A subject, and the words of the page that name it; ``aspect``: what a heading says beside the name."""

    programme: Programme
    name: Words
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class Owners:
    """The subjects of one page of a document."""

    registry: Registry
    document_id: str
    page: int

    def named(self, words: Words, within: tuple[str, ...] = ()) -> Owner | None:
        """The known subject that ``words`` as a whole name; ``within``: ids around it, outermost first."""
        for outer in (*reversed(within), None):
            found = self.registry.find(words.text, self.document_id, outer)
            if found:
                return Owner(found, words)
        return None

    def begun(self, words: Words, within: tuple[str, ...] = ()) -> Owner | None:
        """The known subject whose name in this document begins ``words``, a title or a sentence about it."""
        source = fold(words.text)
        letters = [index for index, letter in enumerate(source.text) if not letter.isspace()]
        squeezed = "".join(source.text[index] for index in letters)
        offset = len(squeezed) - len(squeezed.lstrip("「『<《"))
        best: tuple[int, Programme] | None = None
        for key, programme in self._printed(within):
            if not squeezed.startswith(key, offset) or (best and len(key) <= best[0]):
                continue
            end = offset + len(key)
            spaced = end < len(letters) and _apart(words, source.ends[letters[end - 1]], source.starts[letters[end]])
            if spaced or _GOES_ON.match(squeezed, end):
                best = (len(key), programme)
        if best is None:
            return None
        end = letters[offset + best[0] - 1]
        return Owner(best[1], words.part(source.starts[letters[offset]], source.ends[end]))

    def own(self, words: Words) -> Owner:
        """A subject for a heading that nobody has registered; 「X ②Y」 is about X, and Y an aspect of it."""
        tail = _TAIL.match(words.text)
        name = words.part(0, tail.end(1)) if tail else words
        aspect = tail[2] if tail else ""
        return Owner(programme_of_heading(name.text, self.document_id, self.page), name, aspect)

    def _printed(self, within: tuple[str, ...]) -> list[tuple[str, Programme]]:
        names = []
        for programme in self.registry.programmes:
            if programme.within is not None and programme.within not in within:
                continue
            names += [(name.name, programme) for name in programme.names if name.document_id == self.document_id]
        return [(key, programme) for name, programme in names for key in {squeeze(name), name_key(name)}]


def _apart(words: Words, end: int, start: int) -> bool:
    """Whether white space or a line end of the page lies between two characters."""
    return start > end or words.at[start] != words.at[end - 1] + 1
