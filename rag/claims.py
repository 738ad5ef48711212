"""Claims: what a question takes for granted in words (who runs it, where it is, whether it is free)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.facts import Fact
from ingest.ledger_store import Subject
from ingest.lexicon import Claim, Lexicon
from ingest.tokens import is_place
from rag.circumstances import outside_names
from rag.lookup import Found, LookUp
from rag.matching import squeezed
from rag.subjects import names_of
from rag.types import Question

_RUNS, _PLACE, _WHO = "実施主体", "所在地", "対象者"
_BODIES = ("organisation", "facility", "company")
_WARD = re.compile(r"([一-鿿]{1,4}[区市])(?=に|で|の|$|[?。、]|じゃ)")
_VENUE = re.compile(
    r"([一-鿿ァ-ヴーa-z0-9]{3,16})"
    r"(?:で(?:開かれ|開催|行われ|やって|やった|やりま|やる|あった|ありま)|だったと(?:記憶|覚え|聞))"
)
_FOUND_AT = re.compile(r"があるのは([一-鿿ァ-ヴーa-z0-9]{2,8}?)(?:です|だ|でし|なん|の)")
# 「新宿にできる」, 「渋谷の施設ですよね」
_SITE = re.compile(
    r"([一-鿿ァ-ヴー]{2,8})(?:に(?:でき|ある|あり|あっ|建|作|つく|開|オープン|設|置)|で(?:や[るりっ]|開|行わ|あり|ある|あっ)|の(?:施設|拠点|建物|会場|ビル)(?:です|だ|でし|なん|の))"
)
_RUNNING = re.compile("実施|運営|管理|主催|やって|行って|担当|がして|手がけ|所管")
_HOLDERS = ("委員", "代表者")
_SURNAME = 2  # letters of a name by which a holder is told
_LONGEST = 10  # letters of a value that a question repeats word for word


@dataclass(frozen=True)
class ClaimReader:
    """Compares claims in words with the facts of one ledger."""

    look_up: LookUp
    lexicon: Lexicon

    def check(self, question: Question, subject: Subject) -> tuple[Found, bool] | None:
        """The facts of which the question claims something, and whether it is so; None where nothing is claimed."""
        checks = (self._worded, self._run_by, self._placed, self._held_by, self._meant_for)
        if found := next((found for check in checks if (found := check(question, subject))), None):
            return found
        # 「検討会の座長は東京商工会議所の杉崎さん」: the body that is named is the holder's, not the role's.
        committees = self.look_up.ledger.subjects("committee") if subject.kind in _BODIES else []
        return next((found for one in committees if (found := self._held_by(question, one))), None)

    def _worded(self, question: Question, subject: Subject) -> tuple[Found, bool] | None:
        """A value of a closed group: 新規 or 拡充, 無料 or 有料."""
        text = squeezed(question.text)
        for claim in self.lexicon.claims:
            if not any(word in text for word in claim.words):
                continue
            facts = self._facts(question, subject, claim.attribute)
            groups = [self._group(fact) for fact in facts]
            if facts and all(groups) and len(set(groups)) == 1:
                claimed = {one.value for one in self.lexicon.claims if any(word in text for word in one.words)}
                agrees = groups[0] in claimed if len(claimed) == 1 else None
                return None if agrees is None else (Found(subject, claim.attribute, tuple(facts), 1.0), agrees)
        return None

    def _run_by(self, question: Question, subject: Subject) -> tuple[Found, bool] | None:
        """Another body that is named as the one that runs the subject."""
        if not _RUNNING.search(squeezed(question.text)):
            return None
        others, facts = self._bodies(question, subject), self._facts(question, subject, _RUNS)
        if len(others) != 1 or not facts:
            return None
        said = "\n".join(squeezed(fact.text) for fact in facts)
        agrees = any(name in said for name in names_of(others[0]))
        return Found(subject, _RUNS, tuple(facts), 1.0), agrees

    def _bodies(self, question: Question, subject: Subject) -> list[Subject]:
        """The bodies named beside the subject, also by a short name (公社)."""
        named = [one for one in question.subjects if one != subject and one.kind in _BODIES]
        if named:
            return named
        text = outside_names(replace(question, subjects=(subject,)))
        bodies = (one for one in self.look_up.ledger.subjects("organisation") if one != subject)
        return [one for one in bodies if any(squeezed(name) in text for name in one.aliases)]

    def _placed(self, question: Question, subject: Subject) -> tuple[Found, bool] | None:
        text = outside_names(replace(question, subjects=(subject,)))
        sites = [place for place in _SITE.findall(text) if is_place(place)]
        places = [*_WARD.findall(text), *_VENUE.findall(text)] or _FOUND_AT.findall(text) or sites
        facts = self._facts(question, subject, _PLACE)
        if len(places) != 1 or not facts:
            return None
        agrees = any(places[0] in squeezed(fact.text) for fact in facts)
        return Found(subject, _PLACE, tuple(facts), 1.0), agrees

    def _held_by(self, question: Question, subject: Subject) -> tuple[Found, bool] | None:
        """A role of which another person is named than the one who holds it."""
        text = squeezed(question.text)
        persons = [fact for fact in self.look_up.ledger.facts(subject.id) if fact.attribute in _HOLDERS]
        named = [fact for fact in persons if squeezed(fact.text)[:_SURNAME] in text]
        roles = [fact for fact in persons if fact.item and squeezed(fact.item) in text]
        if len(roles) != 1 or not named:
            return None
        return Found(subject, roles[0].attribute, tuple(roles), 1.0), roles[0] in named

    def _meant_for(self, question: Question, subject: Subject) -> tuple[Found, bool] | None:
        """A value that the same subject has for another of its parts (経営層 for 従業員)."""
        if _WHO not in question.attributes:
            return None
        text = squeezed(question.text)
        all_facts = [fact for fact in self.look_up.ledger.facts(subject.id) if fact.attribute == _WHO]
        parts = [fact for fact in all_facts if squeezed(fact.item.split("›")[-1]) in text and fact.item]
        values = {squeezed(fact.text) for fact in all_facts if len(fact.text) <= _LONGEST}
        claimed = [value for value in values if value in text]
        if len(claimed) != 1 or len(parts) != 1:
            return None
        return Found(subject, _WHO, tuple(parts), 1.0), claimed[0] == squeezed(parts[0].text)

    def _facts(self, question: Question, subject: Subject, attribute: str) -> list[Fact]:
        asked = replace(question, attributes=(attribute,), subjects=(subject,), wordings=(), topic=())
        return self.look_up.facts(asked, subject, attribute, strict=False)

    def _group(self, fact: Fact) -> str:
        return _group_of(fact, self.lexicon.claims)


def _group_of(fact: Fact, claims: Sequence[Claim]) -> str:
    text, kind = squeezed(fact.text), fact.value.partition(":")[0]
    own = (one for one in claims if one.attribute == fact.attribute)
    return next((one.value for one in own if kind in one.kinds or any(word in text for word in one.words)), "")
