"""Finding subjects of the ledger by what people call them: search, one by its name, and the nearest names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest

from ingest.errors import SodanError
from ingest.fold import squeeze
from ingest.ledger_store import Subject

_LONGEST = 100  # characters of a search text that are looked at; no name is longer
_NEAREST = 3
_LOOKED_AT = 500  # subjects that are compared letter by letter
_NEAR = 0.35  # similarity (0 to 1) below which a name is no help to somebody who misspelt one
_ID_WEIGHT = 0.6  # any two Latin words share letters, so an id must be very like
_SHOWN = 8  # candidates of an ambiguous name
_NONE = 9


class UnknownProgrammeError(SodanError):
    """No subject, or more than one, has the name that was given; the text names what is near."""


class NameIndex:
    """Subjects by their names, which are folded once, so that ten thousand are searched in milliseconds."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._named = tuple(map(_named, subjects))

    def search(self, text: str) -> list[Subject]:
        """The subjects that ``text`` finds, best first; all of them for a blank text.

        Compared squeezed: an exact id, name or alias goes before a name that begins with the text, one that
        holds it, and an alias that holds it. Equals keep their order.
        """
        wanted = squeeze(text[:_LONGEST])
        ranked = [(rank, one.subject) for one in self._named if (rank := _rank(one, wanted)) < _NONE]
        return [subject for _, subject in sorted(ranked, key=lambda pair: pair[0])]

    def nearest(self, text: str) -> list[Subject]:
        """The subjects whose id, a name or an alias looks most like ``text``, best first."""
        wanted = squeeze(text[:_LONGEST])
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        scored = [(_similarity(one, matcher), one.subject) for one in self._worth_a_look(wanted)]
        near = [pair for pair in scored if pair[0] >= _NEAR]
        return [subject for _, subject in sorted(near, key=lambda pair: -pair[0])[:_NEAREST]]

    def _worth_a_look(self, wanted: str) -> Sequence["_Named"]:
        """Where there are many, those that share most letters with ``wanted``: looking closely takes long."""
        if len(self._named) <= _LOOKED_AT:
            return self._named
        letters = frozenset(wanted)
        best = nlargest(_LOOKED_AT, range(len(self._named)), key=lambda at: self._named[at].shared(letters))
        return [self._named[at] for at in sorted(best)]


@dataclass(frozen=True, slots=True)
class _Named:
    """A subject with its names and aliases, squeezed, and the letters of each."""

    subject: Subject
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    letters: tuple[frozenset[str], ...]

    def shared(self, letters: frozenset[str]) -> float:
        """How alike the letters are, by the best of the names: 0 to 1."""
        return max((2 * len(own & letters) / (len(own) + len(letters) or 1) for own in self.letters), default=0.0)


def search_subjects(subjects: Iterable[Subject], text: str) -> list[Subject]:
    """``NameIndex.search`` for those who search once."""
    return NameIndex(subjects).search(text)


def find_subject(subjects: Sequence[Subject], text: str) -> Subject:
    """The one subject with that id, name or alias, else the only one that ``text`` finds.

    Raises UnknownProgrammeError where there is none or several.
    """
    found = search_subjects(subjects, text) if squeeze(text) else []
    best = [subject for subject in found if _rank(_named(subject), squeeze(text)) <= 1] or found
    exact = [subject for subject in best if subject.id == text.strip()]
    if len(exact or best) == 1:
        return (exact or best)[0]
    raise UnknownProgrammeError(_several(text, best) if best else unknown_text(subjects, text))


def unknown_text(subjects: Iterable[Subject], text: str) -> str:
    """That there is no such subject, with the nearest names."""
    near = nearest_subjects(subjects, text)
    hint = f"近い名称: {_listed(near)}。" if near else "sodan programmes で一覧をご覧ください。"
    return f"「{text[:_LONGEST]}」という名称の事業等は台帳にありません。{hint}"


def nearest_subjects(subjects: Iterable[Subject], text: str) -> list[Subject]:
    """``NameIndex.nearest`` for those who ask once."""
    return NameIndex(subjects).nearest(text)


def _named(subject: Subject) -> _Named:
    names = tuple(map(squeeze, subject.names))
    aliases = tuple(map(squeeze, subject.aliases))
    letters = tuple(map(frozenset, dict.fromkeys((subject.id, *names, *aliases))))
    return _Named(subject, names, aliases, letters)


def _rank(one: _Named, wanted: str) -> int:
    if wanted == one.subject.id or wanted in one.names:
        return 0
    if wanted in one.aliases:
        return 1
    if any(name.startswith(wanted) for name in one.names):
        return 2
    if any(wanted in name for name in one.names):
        return 3
    return 4 if any(wanted in alias for alias in one.aliases) else _NONE


def _similarity(one: _Named, matcher: "SequenceMatcher[str]") -> float:
    best = 0.0
    weights = {one.subject.id: _ID_WEIGHT} | dict.fromkeys((*one.names, *one.aliases), 1.0)
    for name, weight in weights.items():
        matcher.set_seq1(name)
        if weight * matcher.quick_ratio() > best:
            best = max(best, weight * matcher.ratio())
    return best


def _several(text: str, found: Sequence[Subject]) -> str:
    more = f" ほか{len(found) - _SHOWN}件" if len(found) > _SHOWN else ""
    head = f"「{text[:_LONGEST]}」に当てはまるものが{len(found)}件あります。idか名称でご指定ください"
    return f"{head}: {_listed(found)}{more}"


def _listed(subjects: Iterable[Subject]) -> str:
    return "、".join(f"{subject.name}（{subject.id}）" for subject in list(subjects)[:_SHOWN])
