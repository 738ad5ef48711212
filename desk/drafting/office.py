"""The office that answers: name, window and signature, given by whoever runs the desk."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from desk.clean import clean_line
from desk.errors import StyleError


@dataclass(frozen=True, slots=True)
class Office:
    """What a reply says of its sender; a field "" is left out of it."""

    name: str = "中小企業支援 相談窓口"
    department: str = ""
    person: str = ""
    address: str = ""
    telephone: str = ""
    hours: str = ""
    mail: str = ""

    @property
    def known(self) -> str:
        """All that the office says of itself, for the check of what the reply says of it."""
        return "\n".join(getattr(self, one.name) for one in fields(self))

    @property
    def signature(self) -> tuple[str, ...]:
        """The lines of the signature."""
        rows = (
            self.name,
            " ".join(filter(None, (self.department, f"担当 {self.person}" if self.person else ""))),
            self.address,
            f"電話 {self.telephone}" if self.telephone else "",
            f"受付時間 {self.hours}" if self.hours else "",
            f"メール {self.mail}" if self.mail else "",
        )
        return tuple(row for row in rows if row)


def load_office(path: Path) -> Office:
    """The office of a TOML file; raises StyleError for what it does not know."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StyleError(f"{path} を読めません: {error}") from None
    names = [one.name for one in fields(Office)]
    for key, value in table.items():
        if key not in names or not isinstance(value, str):
            raise StyleError(f"{path}: {key} は使えません。{'、'.join(names)} を文字列で書いてください。")
    return Office(**{key: clean_line(value) for key, value in table.items()})
