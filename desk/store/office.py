"""The office's settings as rows; ``desk.office`` gives them their types."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from desk.store.account_tables import settings


@dataclass(frozen=True, slots=True)
class OfficeRows:
    connection: Connection

    def all(self) -> dict[str, Any]:
        return {row.name: row.value for row in self.connection.execute(select(settings))}

    def save(self, values: dict[str, object]) -> None:
        """Replace the settings of these names."""
        self.connection.execute(delete(settings).where(settings.c.name.in_(list(values))))
        self.connection.execute(insert(settings), [{"name": name, "value": value} for name, value in values.items()])
