"""Others: whom a turn means that calls another than the one spoken of, by a part of its name or by what it is for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.conditions import Vocabulary
from ingest.fold import squeeze
from ingest.ledger_store import Ledger, Subject
from rag.analysis import QuestionAnalyser
from rag.circumstances import circumstances
from rag.describing import Describer
from rag.subjects import names_of
from rag.types import Question

# A turn that is a name and no more.
_BARE = re.compile(
    r"(?:じゃあ|では|それでは|それなら|なら|あと)?[、,]?(.+?)(?:のほう|の方|の場合|について)?(?:は|だと|なら|も|です|って|はどう|はどうですか)[?。]*$"
)
# Another than the one spoken of, told by what it is for: 「…を開発するほうの助成だと」, 「…する新しい事業のほうは」.
_PERSON = "".join(rf"(?<!{one}の)" for one in ("代表", "社長", "担当", "者", "員", "家", "性", "人"))  # 「代表の方は」
_OTHER = re.compile(
    rf"[うくすつぬむぐぶるたの業援成度金]の?(?:ほう|{_PERSON}方(?![法針向式]))(?:の|は|だと|なら|って|で|も|を|が)"
)
_FIGURES = frozenset(("助成限度額", "助成率", "期間", "規模", "費用", "予算額"))  # asked of one that is only described
_CALLED = 4  # letters of a name's part that names it


@dataclass(frozen=True)
class Others:
    """Reads turns about one corpus."""

    analyser: QuestionAnalyser
    ledger: Ledger | None
    vocabulary: Vocabulary

    def meant(self, new: Question, standing: Question, corrected: bool) -> Question:
        """``new`` about whom it means beside ``standing``; ``corrected``: it takes something back."""
        return self._of_part(self._described(self._renamed(new, standing), standing), standing, corrected)

    def _renamed(self, new: Question, standing: Question) -> Question:
        """``new`` with the subject that it calls by a part of its name and nothing more (「Xのほうは？」)."""
        bare = _BARE.match(squeeze(new.text))
        if bare is None or new.subjects or not standing.subjects or len(bare[1]) < _CALLED:
            return new
        own = "\n".join(name for one in standing.subjects for name in names_of(one))
        asker = circumstances(new, self.vocabulary)
        if bare[1] in own or asker.met or asker.unmet or self._is_part(bare[1], standing.subjects):
            return new
        called = [one for one in self.analyser.subjects.subjects if any(bare[1] in name for name in names_of(one))]
        return replace(new, subjects=tuple(called)) if len(called) == 1 else new

    def _described(self, new: Question, standing: Question) -> Question:
        """``new`` with the other subject that it describes (「では、新製品を開発するほうの助成だと？」)."""
        text = squeeze(new.text)
        told = _OTHER.search(text)
        known = standing.subjects or _FIGURES & set(standing.attributes)
        if self._describer is None or new.subjects or not known or not told:
            return new
        asker = circumstances(new, self.vocabulary)
        own = self._are_parts(self.analyser.analyse(text[: told.end()]), standing.subjects)
        if own or asker.met or asker.unmet or asker.undecided:
            return new  # a case of the one spoken of, or a part of it (「出展したほうの数」)
        # What stands before 「ほう」 describes and asks for nothing (「新しい事業のほうは、いくら」).
        asked = replace(new, attributes=self.analyser.asked(text[told.end() :]))
        one = self._describer.best(
            replace(
                asked,
                attributes=asked.attributes or standing.attributes,
                fiscal_years=new.fiscal_years or standing.fiscal_years,
            )
        )
        kin = {part for subject in standing.subjects for part in (subject.id, *subject.parts)}
        return new if one is None or one.id in kin else replace(asked, subjects=(one,))

    def _of_part(self, new: Question, standing: Question, corrected: bool) -> Question:
        """``new`` about the subject spoken of, where that has a part called as the one that ``new`` names alone.

        「拠点じゃなくて専門家派遣の社数」 means the 専門家派遣 of before, if it states what is asked; so it does where
        nothing is taken back, if the other does not state it.
        """
        if self.ledger is None or len(new.subjects) != 1 or len(standing.subjects) != 1:
            return new
        named, text, asked = new.subjects[0], squeeze(new.text), new.attributes or standing.attributes
        called = {name for name in names_of(named) if name in text}
        facts = self.ledger.facts(standing.subjects[0].id)
        parts = {squeeze(f.item.split("›")[-1]) for f in facts if f.attribute in asked}
        own = any(fact.attribute in asked for fact in self.ledger.facts(named.id))
        return replace(new, subjects=standing.subjects) if called & parts and (corrected or not own) else new

    def _are_parts(self, told: Question, subjects: Sequence[Subject]) -> bool:
        """Whether every noun of what is ``told`` names a part of ``subjects``."""
        nouns = [term.lemma for term in told.topic if term.is_noun]
        return bool(nouns) and all(self._is_part(noun, subjects) for noun in nouns)

    def _is_part(self, name: str, subjects: Sequence[Subject]) -> bool:
        """Whether ``name`` is in the name of a part or a division of ``subjects``."""
        facts = [fact for one in subjects for fact in self.ledger.facts(one.id)] if self.ledger else []
        return any(name in squeeze(f"{fact.item}\n{' '.join(fact.conditions)}") for fact in facts)

    @cached_property
    def _describer(self) -> Describer | None:
        return Describer(self.ledger, self.vocabulary) if self.ledger else None
