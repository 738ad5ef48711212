"""Drafts of replies. Every revision is kept; a save names the revision that it was made from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from desk.errors import ConflictError, NotFoundError
from desk.store.desk_tables import draft_parts, drafts, revisions
from desk.store.rows import one, several

DraftState = Literal["draft", "review", "approved", "sent"]


@dataclass(frozen=True, slots=True)
class Draft:
    """``proposed_text`` is what Sodan wrote, ``text`` what it has become, ``sent_text`` what was sent.

    ``revision`` counts from 1; ``corpus`` is the index version that the evidence is of.
    """

    id: str
    inquiry_id: str
    register: str
    proposed_text: str
    text: str
    corpus: str
    created_at: datetime
    changed_at: datetime
    revision: int = 1
    state: DraftState = "draft"
    sent_text: str | None = None
    made_by: str | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    sent_by: str | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """``parts``: the texts of the parts by kind; None for what was kept before parts were."""

    draft_id: str
    revision: int
    text: str
    state: DraftState
    note: str
    at: datetime
    user_id: str | None
    parts: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A part of a draft as it now is; ``citations``: citation objects of the HTTP contract.

    ``detail`` holds what Sodan proposed for it and its evidence, sentence by sentence (``desk.flow.letters``).
    """

    id: str
    draft_id: str
    position: int
    kind: str
    text: str
    citations: list[dict[str, Any]]
    detail: dict[str, Any]
    question_id: str | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    connection: Connection

    def add(self, draft: Draft, parts: list[DraftPart]) -> None:
        """Add a draft with its parts; its first text is revision 1."""
        self.connection.execute(insert(drafts).values(**{name: getattr(draft, name) for name in Draft.__slots__}))
        self.set_parts(draft.id, parts)
        self._keep(draft, "", draft.made_by)

    def get(self, id: str) -> Draft:
        found = one(self.connection, select(drafts).where(drafts.c.id == id), Draft)
        if found is None:
            raise NotFoundError("この下書きはありません。")
        return found

    def of_inquiry(self, inquiry_id: str) -> list[Draft]:
        query = select(drafts).where(drafts.c.inquiry_id == inquiry_id).order_by(drafts.c.created_at, drafts.c.id)
        return several(self.connection, query, Draft)

    def save(
        self, id: str, revision: int, at: datetime, user_id: str | None, note: str = "",
        parts: list[DraftPart] | None = None, **values: object,
    ) -> Draft:  # fmt: skip
        """Change a draft still at ``revision``, with its ``parts`` if given, and keep the result as the next one.

        Raises ConflictError where somebody has saved since, NotFoundError where there is no such draft.
        """
        query = update(drafts).where(drafts.c.id == id, drafts.c.revision == revision)
        changed = self.connection.execute(query.values(revision=revision + 1, changed_at=at, **values))
        now = self.get(id)
        if changed.rowcount != 1:
            raise ConflictError(
                f"この下書きは、開いたあとにほかの人が保存しました（今は第{now.revision}版）。"
                "入力した内容は保存していません。新しい版と見比べてください。"
            )
        if parts is not None:
            self.set_parts(id, parts)
        self._keep(now, note, user_id)
        return now

    def sent(self, limit: int = 1000) -> list[Draft]:
        """Drafts that have been sent, the newest first."""
        query = select(drafts).where(drafts.c.state == "sent").order_by(drafts.c.sent_at.desc(), drafts.c.id)
        return several(self.connection, query.limit(limit), Draft)

    def revisions(self, id: str) -> list[Revision]:
        """Every revision, the first one first."""
        query = select(revisions).where(revisions.c.draft_id == id).order_by(revisions.c.revision)
        return several(self.connection, query, Revision)

    def parts(self, id: str) -> list[DraftPart]:
        query = select(draft_parts).where(draft_parts.c.draft_id == id).order_by(draft_parts.c.position)
        return several(self.connection, query, DraftPart)

    def set_parts(self, id: str, parts: list[DraftPart]) -> None:
        """Replace the parts."""
        self.connection.execute(delete(draft_parts).where(draft_parts.c.draft_id == id))
        for part in parts:
            values = {name: getattr(part, name) for name in DraftPart.__slots__}
            self.connection.execute(insert(draft_parts).values(**values))

    def _keep(self, draft: Draft, note: str, user_id: str | None) -> None:
        texts = {part.kind: part.text for part in self.parts(draft.id)}
        kept = Revision(draft.id, draft.revision, draft.text, draft.state, note, draft.changed_at, user_id, texts)
        values = {name: getattr(kept, name) for name in Revision.__slots__}
        self.connection.execute(insert(revisions).values(**values))
