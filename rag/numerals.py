"""Numerals: small numbers written as words in a question (二番目, 三つ), as figures."""

import re

_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNTED = re.compile(r"([一二三四五六七八九十])(?=(?:つ|位|番目|番め|個|件|項目|点))")


def numbers(text: str) -> str:
    """``text`` with kanji numerals before a counter as figures."""
    return _COUNTED.sub(lambda match: str(_KANJI[match[1]]), text)
