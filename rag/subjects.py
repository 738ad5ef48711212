"""Subjects named in a question: programmes, organisations and others, by printed name or alias."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.fold import squeeze
from ingest.ledger_store import Subject
from ingest.tokens import is_place

_CACHE = 20_000  # texts: lines and headings are looked at again with every question
_SHORTEST = 3  # letters of a name; shorter ones stand inside other words
# A page's title names the year before the programme; an owner does not.
_YEAR = re.compile(r"^(?:令和|平成)(?:元|\d+)年度")

_TOWN = re.compile(r"[一-鿿]{2,5}")
_STANDS = r"[にのでへ](?:(?!で(?!き))[^、。?とやはがをも]){0,10}"  # between a place and what is there
_PLACE = re.compile(r"([一-鿿]{2,5})(?:館|支援室|支所|事務所|拠点|庁舎|会場)")


@dataclass(frozen=True)
class SubjectFinder:
    """Finds the subjects of a ledger in text."""

    subjects: tuple[Subject, ...]

    def find(self, text: str) -> tuple[Subject, ...]:
        """The subjects that ``text`` names, in its order; a name inside a longer one does not count."""
        return self._remembered(text)

    @cached_property
    def _remembered(self) -> Callable[[str], tuple[Subject, ...]]:
        return lru_cache(maxsize=_CACHE)(self._find)

    def _find(self, text: str) -> tuple[Subject, ...]:
        squeezed = squeeze(text)
        found = [
            (at, at + len(name), subject)
            for name, owners in self._by_name.items()
            if (at := squeezed.find(name)) >= 0
            for subject in owners
        ]
        longest = [f for f in found if not any(_inside(f, other) for other in found)]
        return tuple(dict.fromkeys(subject for _, _, subject in sorted(longest, key=lambda f: (f[0], -f[1]))))

    def narrowed(self, subjects: tuple[Subject, ...], text: str) -> tuple[Subject, ...]:
        """The same with those parts instead of a whole that ``text`` calls for short beside its name.

        「産業貿易センターの浜松町のほう」 is the 浜松町館.
        """
        subjects = tuple(dict.fromkeys(self._placed(one, squeeze(text)) for one in subjects))
        squeezed = squeeze(text)
        for name in sorted((name for one in subjects for name in names_of(one)), key=len, reverse=True):
            squeezed = squeezed.replace(name, "、")
        narrower: list[Subject] = []
        for subject in subjects:
            called = [part for part in self._parts(subject) if any(stem in squeezed for stem in _stems(part))]
            narrower += called or [subject]
        return tuple(dict.fromkeys(narrower))

    def _placed(self, subject: Subject, text: str) -> Subject:
        """The subject; the one called by where it is before the same name, where ``text`` says so apart.

        「八王子にできる産業交流拠点」 is the 八王子産業交流拠点.
        """
        called = max((name for name in names_of(subject) if name in text), key=len, default="")
        for name, owners in self._by_name.items() if called else ():
            place = name.removesuffix(called)
            if name == place or not _TOWN.fullmatch(place) or not is_place(place):
                continue
            if re.search(rf"{place}[市区町村]?{_STANDS}{re.escape(called)}", text):
                return owners[0] if subject not in owners else subject
        return subject

    def _parts(self, subject: Subject) -> list[Subject]:
        return [self._by_id[part] for part in subject.parts if part in self._by_id]

    @cached_property
    def _by_id(self) -> dict[str, Subject]:
        return {subject.id: subject for subject in self.subjects}

    @property
    def names(self) -> tuple[str, ...]:
        """All names, squeezed."""
        return tuple(self._by_name)

    @cached_property
    def _by_name(self) -> dict[str, list[Subject]]:
        names: dict[str, list[Subject]] = {}
        for subject in self.subjects:
            for name in names_of(subject):
                names.setdefault(name, []).append(subject)
        return names


def names_of(subject: Subject) -> tuple[str, ...]:
    """All names of a subject as they are looked for: squeezed, long enough to be told from other words."""
    squeezed = [_YEAR.sub("", squeeze(name)) for name in (*subject.names, *subject.aliases)]
    return tuple(dict.fromkeys(name for name in squeezed if len(name) >= _SHORTEST))


def _stems(subject: Subject) -> list[str]:
    """What the places among the names are called without their kind (浜松町 of 浜松町館)."""
    places = (_PLACE.fullmatch(squeeze(name)) for name in (*subject.names, *subject.aliases))
    return [place[1] for place in places if place]


def _inside(part: tuple[int, int, Subject], whole: tuple[int, int, Subject]) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1] and part[1] - part[0] < whole[1] - whole[0]
