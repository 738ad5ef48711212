"""The parts of a mail's text: what is said to the desk, and apart from it greeting, signature and earlier mails."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.mail.wording import MailWording
from ingest.fold import narrow

_TAIL = 14  # lines at the end among which a signature is looked for
_ASKING = ("か", "？", "?", "い", "す", "た")


@dataclass(frozen=True, slots=True)
class MailParts:
    """The lines of a mail, widths folded (``ingest.fold.narrow``), blank ones as "".

    ``forwarded``: ``own`` is a mail that the sender hands on.
    """

    own: tuple[str, ...]
    addressee: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    forwarded: bool = False


def mail_parts(text: str, wording: MailWording) -> MailParts:
    """The parts of ``text``. A mail without words of its own is the mail that it quotes or hands on."""
    lines = [narrow(line) for line in text.split("\n")]
    own, earlier = _apart(lines, wording)
    bare, signature = _signature(own, wording)
    said, addressee = _addressee(bare, wording)
    if any(_says(line, wording) for line in said) or not earlier:
        return MailParts(tuple(said), tuple(addressee), tuple(signature), tuple(earlier))
    inner = mail_parts("\n".join(_unquoted(earlier, wording)), wording)
    return MailParts((*said, "", *inner.own), inner.addressee, inner.signature, inner.quoted, forwarded=True)


def _apart(lines: Sequence[str], wording: MailWording) -> tuple[list[str], list[str]]:
    """(what the sender wrote, what stands below or between as somebody's earlier mail)."""
    own: list[str] = []
    quoted: list[str] = []
    for at, line in enumerate(lines):
        if wording.has("forwarded", line):
            return own, [*quoted, *lines[at + 1 :]]
        (quoted if wording.has("quoted", line) else own).append(line)
    return own, quoted


def _unquoted(lines: Sequence[str], wording: MailWording) -> list[str]:
    """An earlier mail as it was: without quotation marks and the header lines at its top."""
    bare = [line.lstrip(">＞|｜ ") for line in lines]
    at = 0
    while at < len(bare) and (not bare[at] or wording.has("header_line", bare[at])):
        at += 1
    return bare[at:]


def _signature(lines: Sequence[str], wording: MailWording) -> tuple[list[str], list[str]]:
    for at, line in enumerate(lines):
        if wording.has("signature_begin", line) and at > 0:
            return list(lines[:at]), list(lines[at:])
    begin, contacts = len(lines), 0
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _TAIL), -1):
        line = lines[at]
        is_contact = wording.has("signature_line", line)
        if not (is_contact or not line or wording.has("bare", line)) or _says(line, wording):
            break
        contacts += is_contact
        begin = at if line else begin
    return (list(lines[:begin]), list(lines[begin:])) if contacts else (list(lines), [])


def _addressee(lines: Sequence[str], wording: MailWording) -> tuple[list[str], list[str]]:
    """The first lines name whom the mail is for."""
    first = next((at for at, line in enumerate(lines) if line), 0)
    at = first
    while at < len(lines) and at < first + 4 and lines[at] and wording.has("addressee", lines[at]):
        at += 1
    if (
        at == first
        and at + 1 < len(lines)
        and wording.has("addressee", lines[at + 1])
        and wording.has("bare", lines[at])
    ):
        at += 2  # the office on one line, the person on the next
    return list(lines[at:]), list(lines[first:at])


def _says(line: str, wording: MailWording) -> bool:
    """Whether a line states or asks something: it is no greeting, closing, header or name."""
    if not line or wording.has("greeting", line) or wording.has("closing", line):
        return False
    if wording.has("introduction", line) or wording.has("signature_line", line) or wording.has("addressee", line):
        return False
    if wording.has("asks", line):
        return not _hands_on(line)
    return len(line) > 14 and line.rstrip("。!！").endswith(_ASKING) and not _hands_on(line)


def _hands_on(line: str) -> bool:
    """Whether a line only says that a mail follows."""
    return any(
        word in line for word in ("転送", "下記のとおり問い合わせ", "以下の問い合わせ", "ご対応", "対応をお願い")
    )
