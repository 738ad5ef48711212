"""Bytes of Japanese mail to text, whatever the mail says that they are.

Mailers mislabel: CP932 is called Shift_JIS, UTF-8 arrives as ISO-2022-JP, and ISO-2022-JP carries the circled
numbers of NEC that its standard does not have. What the bytes are goes before what they are called.
"""

import re

_ESCAPE = re.compile(rb"\x1b(\$@|\$B|\$\(D|\$\(O|\$\(Q|\$\(P|\(B|\(J|\(I)")
_ALIASES = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
            "ms932": "cp932", "cp943": "cp932", "euc-jp": "euc_jis_2004", "x-euc-jp": "euc_jis_2004"}  # fmt: skip
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes, named: str = "") -> str:
    """The text of ``data``; what cannot be read in any way becomes U+FFFD. Never raises.

    ``named``: the character set that the mail claims, "" where it claims none.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data.decode(codec, "replace")
    if _ESCAPE.search(data):
        return _iso_2022_jp(data)
    named = _ALIASES.get(named.strip().lower(), named.strip().lower())
    for codec in ("utf-8", named, "cp932", "euc_jis_2004"):
        text = _strictly(data, codec)
        if text is not None:
            return text
    return data.decode("utf-8", "replace")


def _strictly(data: bytes, codec: str) -> str | None:
    if not codec or codec in ("us-ascii", "ascii", "iso-8859-1", "latin-1", "utf-7", "unknown-8bit"):
        return None  # these say nothing: every byte is one of their characters, or none of ours is
    try:
        return data.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        return None


def _iso_2022_jp(data: bytes) -> str:
    """ISO-2022-JP with what mailers add to it; Python's own codecs stop at the circled numbers."""
    out: list[str] = []
    at, state = 0, b"(B"
    for escape in [*_ESCAPE.finditer(data), None]:
        end = escape.start() if escape else len(data)
        out.append(_segment(data[at:end], state))
        if escape:
            at, state = escape.end(), escape[1]
    return "".join(out)


def _segment(data: bytes, state: bytes) -> str:
    if state in (b"(B", b"(J"):
        return decode(data) if any(byte > 127 for byte in data) else data.decode("ascii")
    if state == b"(I":
        return bytes(byte | 0x80 for byte in data).decode("cp932", "replace")
    # A line end inside two-byte text is one all the same.
    high = bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in data)
    if state == b"$(D":
        high = b"".join(b"\x8f" + high[i : i + 2] for i in range(0, len(high), 2))
    return high.decode("euc_jis_2004", "replace")
