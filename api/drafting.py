"""``sodan draft``: inquiries of a file to reply drafts on the terminal or in a file."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from api.draft_contract import draft_object
from desk.bootstrap import build_desk
from desk.drafting.draft import Draft
from desk.drafting.office import Office, load_office
from desk.errors import DeskError
from desk.export.document import document_of, text_of
from desk.export.mail import mail_of
from desk.inquiry import Inquiry
from desk.mail.reading import inquiry_of, read_inquiries
from desk.mail.wording import load_mail_wording
from desk.style.linting import Finding, lint_draft
from rag.bootstrap import build_chain
from rag.settings import ChainSettings

_FORMS: dict[str, Callable[[Draft], bytes]] = {
    ".eml": mail_of,
    ".docx": document_of,
    ".txt": lambda draft: text_of(draft).encode("utf-8"),
}


class DraftFileError(DeskError):
    """The draft cannot be written to the file."""


def run_draft(settings: ChainSettings, options: argparse.Namespace) -> int:
    """Draft a reply to each inquiry of the file; 1 where a draft has findings or something was withheld."""
    inquiries = _inquiries(settings, options.file)
    office = load_office(options.office) if options.office else Office()
    desk = build_desk(build_chain(settings), settings.corpus)
    drafts = [desk.drafter.draft(inquiry, options.tone, office) for inquiry in inquiries]
    findings = [lint_draft(draft, desk.rules) for draft in drafts]
    if options.to:
        _write(options.to, drafts)
    elif options.json:
        store = desk.drafter.chain.index.store
        whole = [draft_object(draft, store, found) for draft, found in zip(drafts, findings, strict=True)]
        print(json.dumps(whole[0] if len(whole) == 1 else whole, ensure_ascii=False, indent=2))
    else:
        print(f"\n{'=' * 60}\n\n".join(map(text_of, drafts)), end="")
    _tell(drafts, findings)
    return 1 if any(findings) or any(draft.withheld for draft in drafts) else 0


def _inquiries(settings: ChainSettings, file: str) -> Sequence[Inquiry]:
    if file == "-":
        return [inquiry_of(sys.stdin.read())]
    return read_inquiries(Path(file), load_mail_wording(settings.corpus))


def _write(path: Path, drafts: Sequence[Draft]) -> None:
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise DraftFileError(f"{path.name}: {'、'.join(_FORMS)} のいずれかのファイル名にしてください。")
    for number, draft in enumerate(drafts, 1):
        own = path if len(drafts) == 1 else path.with_stem(f"{path.stem}-{number}")
        try:
            own.write_bytes(form(draft))
        except OSError as error:
            raise DraftFileError(f"{own} に書けません（{error.strerror or error}）。") from None
        print(own)


def _tell(drafts: Sequence[Draft], findings: Sequence[Sequence[Finding]]) -> None:
    """What the reader should know, beside the drafts."""
    for draft, found in zip(drafts, findings, strict=True):
        notes = [*draft.inquiry.notes]
        notes += [f"添付ファイルは開いていません: {name}" for name in draft.inquiry.attachments]
        notes += [f"根拠を確かめられないため除きました: {text}" for text in draft.withheld]
        notes += [f"文体: 「{one.text}」{one.why}{one.suggestion}" for one in found]
        for note in notes:
            print(f"sodan: {note}", file=sys.stderr)
