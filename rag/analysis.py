"""Question analysis: what a question is about, and which attributes and years it asks for."""

from dataclasses import dataclass

from ingest.fold import squeeze
from ingest.lexicon import Lexicon
from ingest.quantities import parse_quantities
from ingest.tokens import content_words, lemmas
from rag.types import Question, Term

_KEYS = 4  # of an attribute's spellings go into the search: the usual ones stand first


@dataclass(frozen=True)
class QuestionAnalyser:
    """Analyses questions with the wording knowledge of a corpus."""

    lexicon: Lexicon

    def analyse(self, text: str) -> Question:
        """What ``text`` asks, taken alone."""
        squeezed = squeeze(text)
        asked = self._attribute_words(squeezed)
        years = tuple(dict.fromkeys(int(q.canonical[3:]) for q in parse_quantities(text) if q.kind == "fiscal_year"))
        topic = tuple(
            Term(word.lemma, word.is_noun, self._alternatives(word.lemma, squeezed))
            for word in dict.fromkeys(content_words(_without(squeezed, [(start, end) for start, end, _ in asked])))
            if word.lemma not in self.lexicon.question_words and not word.lemma.isdigit()
        )
        names = tuple(dict.fromkeys(name for _, _, name in asked))
        wordings = tuple(dict.fromkeys(squeezed[start:end] for start, end, _ in asked))
        return Question(text, topic, names, years, self._search_words(names), wordings)

    def _attribute_words(self, squeezed: str) -> list[tuple[int, int, str]]:
        """(start, end, attribute) of the wordings that ask for an attribute; one inside another does not count."""
        found = [
            (at, at + len(word), attribute.name)
            for attribute in self.lexicon.attributes
            for word in (*attribute.words, *attribute.keys)
            if (at := squeezed.find(word)) >= 0
        ]
        return sorted(f for f in found if not any(_inside(f, other) for other in found))

    def _search_words(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """How documents head the attributes asked for."""
        return tuple(key for one in self.lexicon.attributes if one.name in names for key in one.keys[:_KEYS])

    def _alternatives(self, lemma: str, squeezed: str) -> tuple[str, ...]:
        terms: dict[str, None] = {}
        for synonym in self.lexicon.synonyms:
            for word in synonym.words:
                if word in squeezed and lemma in lemmas(word):
                    terms |= dict.fromkeys(synonym.terms)
        return tuple(terms)


def _inside(part: tuple[int, int, str], whole: tuple[int, int, str]) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1] and part[1] - part[0] < whole[1] - whole[0]


def _without(text: str, ranges: list[tuple[int, int]]) -> str:
    return "".join(" " if any(a <= i < b for a, b in ranges) else letter for i, letter in enumerate(text))
