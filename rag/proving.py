"""Proving: whether a draft may leave, by the grounding check and its citations; what keeps it is logged."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.store import Store
from rag.composition import Composer
from rag.draft import Draft
from rag.grounding import ungrounded, unresolved
from rag.trace import note
from rag.types import Answer, Reason, Status
from rag.units import Unit

log = logging.getLogger("sodan.chain")


@dataclass(frozen=True)
class Prover:
    """Proves drafts against the pages of one index."""

    store: Store
    composer: Composer

    def holds(self, draft: Draft, given: Sequence[str] = ()) -> bool:
        """Whether every figure and name stands in a cited span. ``given``: what the asker stated, canonical."""
        missing = ungrounded(draft.text, draft.names, draft.citations, draft.workings, given)
        for citation in draft.citations:
            page = self.store.page(citation.document_id, citation.page)
            missing += [f"[{n}]" for n in unresolved([citation], page.text if page else "")]
        if missing:
            note("grounding", "withheld", draft.text, missing)
            log.warning("withheld: %s", json.dumps({"text": draft.text, "missing": missing}, ensure_ascii=False))
        return not missing

    def of_units(self, units: Sequence[Unit]) -> Draft | None:
        """A draft of ``units`` that is proved; units that are not are left out. None where none is left."""
        kept = [unit for unit in units if self.holds(self.composer.write([unit]))]
        whole = self.composer.write(kept) if kept else None
        return whole if whole and self.holds(whole) else None


def answer_of(
    status: Status, reason: Reason | None, text: str, draft: Draft | None = None, by: object = "phrase"
) -> Answer:
    """The answer, noted as written ``by`` that part."""
    note(by, "wrote", text)
    workings = tuple(draft.workings) if draft else ()
    return Answer(text, status, reason, tuple(draft.citations) if draft else (), (), "", workings=workings)
