"""Finding subjects of the ledger by what people call them: search, one by its name, and the nearest names."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from ingest.errors import SodanError
from ingest.fold import squeeze
from ingest.ledger_store import Subject

_LONGEST = 100  # characters of a search text that are looked at; no name is longer
_NEAREST = 3
_NEAR = 0.35  # similarity (0 to 1) below which a name is no help to somebody who misspelt one
_ID_WEIGHT = 0.6  # any two Latin words share letters, so an id must be very like
_SHOWN = 8  # candidates of an ambiguous name
_NONE = 9


class UnknownProgrammeError(SodanError):
    """No subject, or more than one, has the name that was given; the text names what is near."""


def search_subjects(subjects: Iterable[Subject], text: str) -> list[Subject]:
    """The subjects that ``text`` finds, best first; all of them for a blank text.

    Compared squeezed: an exact id, name or alias goes before a name that begins with the text, one that
    holds it, and an alias that holds it. Equals keep their order.
    """
    wanted = squeeze(text[:_LONGEST])
    ranked = [(_rank(subject, wanted), subject) for subject in subjects]
    return [subject for rank, subject in sorted(ranked, key=lambda pair: pair[0]) if rank < _NONE]


def find_subject(subjects: Sequence[Subject], text: str) -> Subject:
    """The one subject with that id, name or alias, else the only one that ``text`` finds.

    Raises UnknownProgrammeError where there is none or several.
    """
    found = search_subjects(subjects, text) if squeeze(text) else []
    best = [subject for subject in found if _rank(subject, squeeze(text)) <= 1] or found
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
    """The subjects whose id, a name or an alias looks most like ``text``, best first."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(squeeze(text[:_LONGEST]))
    scored = [(_similarity(subject, matcher), subject) for subject in subjects]
    near = [pair for pair in scored if pair[0] >= _NEAR]
    return [subject for _, subject in sorted(near, key=lambda pair: -pair[0])[:_NEAREST]]


def _rank(subject: Subject, wanted: str) -> int:
    names = [squeeze(name) for name in subject.names]
    aliases = [squeeze(alias) for alias in subject.aliases]
    ways = (
        wanted == subject.id or wanted in names,
        wanted in aliases,
        any(name.startswith(wanted) for name in names),
        any(wanted in name for name in names),
        any(wanted in alias for alias in aliases),
    )
    return next((rank for rank, holds in enumerate(ways) if holds), _NONE)


def _similarity(subject: Subject, matcher: "SequenceMatcher[str]") -> float:
    best = 0.0
    weights = {subject.id: _ID_WEIGHT} | {squeeze(name): 1.0 for name in (*subject.names, *subject.aliases)}
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
