"""The office's settings: who it is, how its drafts are approved, how long things are kept."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from desk.errors import InputError
from desk.store import Database, Work

LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Office:
    """``..._days``: how long things are kept; ``second_pair_of_eyes``: nobody approves a draft of their own."""

    name: str = ""
    window: str = ""
    signature: str = ""
    second_pair_of_eyes: bool = True
    inquiry_days: int = 1095
    conversation_days: int = 365
    feedback_days: int = 730
    audit_days: int = 1825


TEXTS = {"name": ("窓口の名称", 100), "window": ("受付時間と連絡先", 500), "signature": ("署名", 1000)}
DAYS = {
    "inquiry_days": "問い合わせと回答の保存日数",
    "conversation_days": "相談の記録の保存日数",
    "feedback_days": "回答への評価の保存日数",
    "audit_days": "操作の記録の保存日数",
}


def read_office(work: Work) -> Office:
    """The settings as they are; what has never been set has its default."""
    rows = work.office.all()
    known = {one.name for one in fields(Office)}
    return Office(**{name: value for name, value in rows.items() if name in known})


def office_from(form: dict[str, str]) -> Office:
    """The settings that a form gives; raises InputError naming what is wrong."""
    texts = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in TEXTS}
    for name, (label, longest) in TEXTS.items():
        if len(texts[name]) > longest:
            raise InputError(f"{label}は{longest}文字以内にしてください。")
    days = {name: _days(form.get(name, ""), label) for name, label in DAYS.items()}
    values: dict[str, Any] = {**texts, **days}
    return Office(**values, second_pair_of_eyes="second_pair_of_eyes" in form)


def save_office(database: Database, actor: str, office: Office, at: datetime) -> None:
    with database.begin() as work:
        before = asdict(read_office(work))
        changed = {name: value for name, value in asdict(office).items() if before[name] != value}
        work.office.save(asdict(office))
        work.audit.record(at, actor, "settings.save", "", changed=sorted(changed))


def _days(text: str, label: str) -> int:
    text = text.strip()
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LONGEST_DAYS:
        raise InputError(f"{label}は1から{LONGEST_DAYS}までの整数にしてください。")
    return int(text)
