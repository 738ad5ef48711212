"""Decoding: the encodings that offices use, and a clear refusal of everything else."""

import pytest

from ingest.decoding import decode
from ingest.errors import CorpusError

TEXT = "助成率　２／３以内（小規模は３／４）です。\nセキュリティ対策も対象になります。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc-jp"])
def test_a_text_is_the_same_whatever_its_encoding(encoding):
    assert decode("a.txt", TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le"])
def test_utf16_is_read_by_its_byte_order_mark(encoding):
    assert decode("a.txt", ("\ufeff" + TEXT).encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["cp932", "euc-jp"])
@pytest.mark.parametrize("text", ["東京都産業労働局", "助成率　２／３", "支援"])
def test_a_short_text_without_kana_is_not_garbled(text, encoding):
    assert decode("a.txt", text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_half_width_kana_is_kept(encoding):
    assert decode("a.txt", "ｾｷｭﾘﾃｨの対策".encode(encoding)) == "ｾｷｭﾘﾃｨの対策"


def test_line_ends_become_one_kind():
    assert decode("a.txt", b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_undecodable_bytes_are_refused_with_the_file_and_the_offset():
    with pytest.raises(CorpusError, match=r"a\.txt .*文字コードを判別できません（6バイト目）.*保存し直してください"):
        decode("a.txt", "助成".encode() + b"\x80\x81\xff")


@pytest.mark.parametrize("damage", [b"\x80\xff\xff", b"\xff", b"\xa0\xfd"])
def test_damaged_utf8_is_refused_rather_than_read_as_cp932_junk(damage):
    with pytest.raises(CorpusError, match=r"a\.txt .*6バイト目"):
        decode("a.txt", "助成".encode() + damage)


def test_a_torn_utf16_file_is_refused_with_the_offset():
    with pytest.raises(CorpusError, match=r"a\.txt は.*utf-16.*（\d+バイト目）"):
        decode("a.txt", "助成".encode("utf-16") + b"\x00")


def test_a_broken_file_with_a_utf8_mark_is_refused_with_the_offset():
    with pytest.raises(CorpusError, match=r"a\.txt は.*utf-8.*バイト目"):
        decode("a.txt", b"\xef\xbb\xbf\xe5\x8a")


def test_a_binary_file_is_refused():
    with pytest.raises(CorpusError, match=r"テキストではない.*NUL"):
        decode("a.txt", b"PK\x03\x04\x00\x00text")


def test_utf16_without_a_mark_is_refused_rather_than_misread():
    with pytest.raises(CorpusError, match=r"a\.txt"):
        decode("a.txt", "SME support の助成金".encode("utf-16-le"))


def test_iso2022jp_is_refused_rather_than_kept_as_escape_codes():
    with pytest.raises(CorpusError, match=r"a\.txt"):
        decode("a.txt", TEXT.encode("iso2022_jp"))


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00\x00"])
def test_an_empty_file_is_refused(content):
    with pytest.raises(CorpusError, match="空の文書"):
        decode("a.txt", content)
