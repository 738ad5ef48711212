"""Templates: wording with places to fill in, such as {{制度名}} or {{窓口}}."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from desk.errors import NotFoundError
from desk.store.desk_tables import templates
from desk.store.rows import one, several


@dataclass(frozen=True, slots=True)
class Template:
    id: str
    name: str
    text: str
    changed_at: datetime
    is_active: bool = True
    changed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Templates:
    connection: Connection

    def save(self, template: Template) -> None:
        """Add it, or replace the one of its id."""
        self.remove(template.id)
        values = {name: getattr(template, name) for name in Template.__slots__}
        self.connection.execute(insert(templates).values(**values))

    def get(self, id: str) -> Template:
        found = one(self.connection, select(templates).where(templates.c.id == id), Template)
        if found is None:
            raise NotFoundError("この定型文はありません。")
        return found

    def all(self) -> list[Template]:
        return several(self.connection, select(templates).order_by(templates.c.name), Template)

    def remove(self, id: str) -> None:
        self.connection.execute(delete(templates).where(templates.c.id == id))
