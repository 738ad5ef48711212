"""Bytes to text: UTF-8, UTF-16, CP932 and EUC-JP are read; what is none of them is refused with its place."""

from ingest.errors import CorpusError

# Python's cp932 gives these for bytes that no Shift_JIS text has.
_IMPOSSIBLE = frozenset([chr(c) for c in range(0x80, 0xA1)] + [chr(c) for c in range(0xF8F0, 0xF8F4)])
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(name: str, content: bytes) -> str:
    """The text of ``content`` with line ends as ``\\n``; raises CorpusError naming file and byte offset."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise CorpusError(f"{name} は空の文書です。本文のあるファイルに差し替えてください。")
    text = _decode(name, content)
    if "\x00" in text:
        raise CorpusError(f"{name} はテキストではないようです（{text.index(chr(0))}文字目にNUL文字があります）。")
    if "\x1b" in text:
        raise CorpusError(f"{name} はISO-2022-JP（JISコード）のようです。UTF-8で保存し直してください。")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(name: str, content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strict(name, content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        failure = error
    readings = [text for encoding in ("cp932", "euc-jp") if (text := _try(content, encoding)) is not None]
    if not readings:
        raise CorpusError(
            f"{name} の文字コードを判別できません（{failure.start}バイト目）。"
            "UTF-8、UTF-16、Shift_JIS（CP932）、EUC-JPのいずれかで保存し直してください。"
        )
    return max(readings, key=_likeness)


def _strict(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{name} は{encoding}として読めません（{error.start}バイト目）。保存し直してください。"
        ) from None


def _try(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if any(character in _IMPOSSIBLE for character in text) else text


def _likeness(text: str) -> int:
    """How much ``text`` looks like Japanese: EUC-JP read as CP932 gives half-width kana and rare ideographs."""
    kana = sum("ぁ" <= c <= "ん" or "ァ" <= c <= "ヶ" for c in text)
    return kana - sum("\uff61" <= c <= "\uff9f" for c in text)
