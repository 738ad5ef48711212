"""People: who of those that the documents name belongs to a body, or has a post or a role, that a question names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.facts import Fact
from ingest.ledger_store import Ledger
from rag.circumstances import outside_names
from rag.draft import Draft
from rag.lookup import Found
from rag.matching import squeezed
from rag.stating import Stater
from rag.types import Question

# 「女社長の会社」 asks for nobody.
_WHO = re.compile(
    r"誰|だれ|どなた|お名前|氏名|名字|苗字|委員|メンバー|オブザーバー"
    r"|(?:社長|代表|代表者|経営者)(?:さん)?(?:は|って|の名|を|です|だ|でし|も|$|[?、])"
)
_OF_ONE = re.compile(
    r"どこの|何の|何をして|どんな(?:人|方)|どういう(?:人|方)|肩書|所属|役職|役割|勤め|お仕事|誰|だれ|どなた"
)
_POSTS = "委員"
_LEADERS = "代表者"
_SHORTEST = 3  # letters that a question and what is said of a person have in common
_HEAD = re.compile(r"社長|代表|経営者|トップ")
_SEVERAL = 2
_FEW = 2  # people; more are a list
_WORD = re.compile(r"[一-鿿ァ-ヴー々a-z0-9]+")
# 「浅海さん」: who is called by name.
_CALLED = re.compile(r"([一-鿿々]{2,6})(?:さん|氏|様|先生|教授|委員|社長)")
_NEW_FORMS = str.maketrans("淺髙﨑澤邊邉齋齊廣濱眞櫻嶋瀨德惠", "浅高崎沢辺辺斎斉広浜真桜島瀬徳恵")


@dataclass(frozen=True)
class PersonTeller:
    """Tells the people of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """Who is meant by a name, a role, a body or a post; None where no words pick anybody out."""
        text = squeezed(question.text)
        if _OF_ONE.search(text) and (named := self._named(text)):
            return self._told(named)
        if not _WHO.search(text):
            return None
        if leaders := self._leaders(question):
            return self.stater.write(leaders)
        return self._told(self._of_role(question) or self._of_post(question))

    def _told(self, found: list[Fact]) -> Draft | None:
        subject = self.ledger.subject(found[0].programme) if found else None
        if subject is None or len(found) > _FEW or len({fact.programme for fact in found}) > 1:
            return None
        return self.stater.write([Found(subject, found[0].attribute, tuple(found), 1.0)])

    def _named(self, text: str) -> list[Fact]:
        """Those of a committee whom ``text`` calls by name."""
        names = set(_with_new_forms(_CALLED.findall(text)))
        posts = [fact for fact in self._people if fact.attribute == _POSTS]
        return [fact for fact in posts if any(_written(fact.text).startswith(name) for name in names)]

    def _of_role(self, question: Question) -> list[Fact]:
        """Those who have the role that the documents' words for one of the question name (まとめ役 is the 座長)."""
        years = question.fiscal_years
        people = [fact for fact in self._people if fact.item and (not years or fact.fiscal_year in years)]
        known = {squeezed(fact.item) for fact in people}
        said = [{squeezed(word) for word in term.alternatives} for term in question.topic]
        # A word that may mean more than a role names none (有識者).
        roles = {role for words in said if words <= known for role in words}
        return [fact for fact in people if squeezed(fact.item) in roles]

    def _of_post(self, question: Question) -> list[Fact]:
        """Those of whose post the question says the longest word."""
        text = outside_names(question)
        shared = {fact: _longest(text, squeezed(f"{fact.text}\n{fact.item}")) for fact in self._people}
        most = max(shared.values(), default=0)
        return [fact for fact, run in shared.items() if run == most >= _SHORTEST]

    def _leaders(self, question: Question) -> list[Found]:
        """Who heads each of several companies that are named."""
        if len(question.subjects) < _SEVERAL or not _HEAD.search(squeezed(question.text)):
            return []
        own = [(one, tuple(f for f in self._people if f.programme == one.id)) for one in question.subjects]
        return [Found(one, _LEADERS, facts, 1.0) for one, facts in own] if all(facts for _, facts in own) else []

    @cached_property
    def _people(self) -> tuple[Fact, ...]:
        facts = self.ledger.all_facts()
        return tuple(f for f in facts if f.attribute == _POSTS or f.item.partition("›")[0] == _LEADERS)


def _longest(text: str, said: str) -> int:
    """The letters of the longest word of ``text`` that ``said`` has."""
    return max((len(word) for word in _WORD.findall(text) if word in said), default=0)


def _written(text: str) -> str:
    """``text`` with today's forms of the characters of names."""
    return squeezed(text).translate(_NEW_FORMS)


def _with_new_forms(names: list[str]) -> Iterator[str]:
    return (name.translate(_NEW_FORMS) for name in names)
