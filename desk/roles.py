"""The roles of people and keys. An owner who asks in the chat has none."""

from collections.abc import Mapping
from typing import Final, Literal

from desk.errors import InputError

Role = Literal["staff", "evaluator", "admin"]
ROLES: Final[tuple[Role, ...]] = ("staff", "evaluator", "admin")
ROLE_LABELS: Final[Mapping[Role, str]] = {"staff": "職員", "evaluator": "評価者", "admin": "管理者"}


def read_role(text: str) -> Role:
    """The role of that name; raises InputError naming the roles that there are."""
    if text not in ROLES:
        raise InputError(f"役割は{'、'.join(ROLE_LABELS.values())}から選んでください。")
    return text
