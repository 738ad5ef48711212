"""The tables of the first version: who may come in, what was done, and what owners thought of answers."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from desk.store.columns import METADATA, Instant, belongs_to, key, named_by

users = Table(
    "users", METADATA, key(),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", String(300), nullable=True),
    Column("issuer", String(500), nullable=True),
    Column("subject", String(300), nullable=True),
    Column("created_at", Instant, nullable=False),
    Column("signed_in_at", Instant, nullable=True),
    Column("locked_at", Instant, nullable=True),
)  # fmt: skip
Index("uq_users_issuer_subject", users.c.issuer, users.c.subject, unique=True)

sessions = Table(
    "sessions", METADATA,
    Column("token", String(64), primary_key=True),
    belongs_to("user_id", "users"),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)  # fmt: skip

links = Table(
    "links", METADATA,
    Column("token", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    belongs_to("user_id", "users", optional=True),
    Column("data", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=True),
)  # fmt: skip

api_keys = Table(
    "api_keys", METADATA, key(),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("start", String(20), nullable=False),
    named_by("made_by"),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=True),
    Column("revoked_at", Instant, nullable=True),
)  # fmt: skip

attempts = Table(
    "attempts", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("account", String(64), nullable=False, index=True),
    Column("address", String(64), nullable=False, index=True),
    Column("at", Instant, nullable=False, index=True),
)  # fmt: skip

audit_events = Table(
    "audit_events", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False, index=True),
    Column("actor", String(60), nullable=False, index=True),
    Column("action", String(60), nullable=False, index=True),
    Column("object", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
)  # fmt: skip

settings = Table(
    "settings", METADATA,
    Column("name", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
)  # fmt: skip

feedback = Table(
    "feedback", METADATA, key(),
    Column("at", Instant, nullable=False, index=True),
    Column("answer_id", String(80), nullable=False, index=True),
    Column("verdict", String(20), nullable=False),
    Column("reason", String(60), nullable=False),
    Column("comment", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", JSON, nullable=False),
    named_by("user_id"),
)  # fmt: skip
