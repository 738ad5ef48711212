"""The tables of the second version: conversations, inquiries, drafts and what staff keep beside them."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from desk.store.columns import METADATA, Instant, belongs_to, key, named_by

conversations = Table(
    "conversations", METADATA, key(),
    belongs_to("user_id", "users"),
    Column("title", String(300), nullable=False),
    Column("messages", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
)  # fmt: skip

inquiries = Table(
    "inquiries", METADATA, key(),
    Column("number", Integer, nullable=False, unique=True),
    Column("source", String(40), nullable=False),
    Column("message_id", String(300), nullable=True, unique=True),
    Column("subject", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("sender_email", String(254), nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    Column("changed_at", Instant, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("due_on", Date, nullable=True),
    named_by("made_by"),
)  # fmt: skip

questions = Table(
    "questions", METADATA, key(), belongs_to("inquiry_id", "inquiries"),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    UniqueConstraint("inquiry_id", "position"),
)  # fmt: skip

drafts = Table(
    "drafts", METADATA, key(), belongs_to("inquiry_id", "inquiries"),
    Column("register", String(20), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("proposed_text", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_text", Text, nullable=True),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    named_by("made_by"), named_by("approved_by"), named_by("sent_by"),
    Column("approved_at", Instant, nullable=True),
    Column("sent_at", Instant, nullable=True),
    Column("corpus", String(80), nullable=False),
)  # fmt: skip

revisions = Table(
    "revisions", METADATA,
    Column("draft_id", String(40), ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Instant, nullable=False),
    named_by("user_id"),
    Column("parts", JSON, nullable=True),
)  # fmt: skip

draft_parts = Table(
    "draft_parts", METADATA, key(), belongs_to("draft_id", "drafts"),
    Column("position", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("question_id", String(40), ForeignKey("questions.id", ondelete="SET NULL"), nullable=True),
    Column("citations", JSON, nullable=False),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("draft_id", "position"),
)  # fmt: skip

comments = Table(
    "comments", METADATA, key(), belongs_to("inquiry_id", "inquiries"),
    named_by("user_id"),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
)  # fmt: skip

assignments = Table(
    "assignments", METADATA,
    Column("inquiry_id", String(40), ForeignKey("inquiries.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(40), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    named_by("assigned_by"),
    Column("at", Instant, nullable=False),
)  # fmt: skip

templates = Table(
    "templates", METADATA, key(),
    Column("name", String(200), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
    named_by("changed_by"),
)  # fmt: skip

canned_answers = Table(
    "canned_answers", METADATA, key(),
    Column("title", String(300), nullable=False),
    Column("question", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("expires_on", Date, nullable=True, index=True),
    Column("facts", JSON, nullable=False),
    Column("citations", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    named_by("changed_by"),
)  # fmt: skip

candidates = Table(
    "candidates", METADATA, key(),
    Column("question", Text, nullable=False),
    Column("expected", JSON, nullable=False),
    Column("origin", String(40), nullable=False),
    Column("origin_id", String(80), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("note", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    named_by("made_by"),
)  # fmt: skip
