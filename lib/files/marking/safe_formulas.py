"""Which formulas of a sender may stay alive: those that only reckon within their own workbook."""

from __future__ import annotations

import re

_RECKONING = """
    ABS AND AVERAGE AVERAGEIF AVERAGEIFS CEILING CHOOSE COLUMN COLUMNS CONCATENATE COUNT COUNTA
    COUNTBLANK COUNTIF COUNTIFS DATE DATEDIF DATEVALUE DAY DAYS EDATE EOMONTH EXACT FALSE FIND
    FLOOR HLOOKUP HOUR IF IFERROR IFNA INDEX INT ISBLANK ISERROR ISNA ISNUMBER ISTEXT LARGE LEFT
    LEN LOOKUP LOWER MATCH MAX MEDIAN MID MIN MINUTE MOD MONTH N NETWORKDAYS NOT NOW OR PRODUCT
    PROPER QUOTIENT RANK REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SMALL SQRT
    SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT TEXT TODAY TRIM TRUE TRUNC UPPER VALUE VLOOKUP
    WEEKDAY WORKDAY XLOOKUP YEAR
"""
_HARMLESS = frozenset(re.findall(r"\w+", _RECKONING))
_TEXTS = re.compile(r'"(?:[^"]|"")*"')
_QUOTED_SHEET = re.compile(r"(?<!')'(?:[^']|'')*+'!")
_CALLED = re.compile(r"(?<![\w.\\])([\w.\\]++)\s*+\(")
_ELSEWHERE = re.compile(r"(?<![\w\]])\[|\[\d+\]|\|")
"""Another workbook ("[1]Sheet1!A1") or another program ("cmd|...")."""


def harmless(formula: str) -> bool:
    """Whether every function is known to only reckon, and nothing outside is named."""
    bare = _TEXTS.sub('""', formula)
    if any("[" in sheet or "|" in sheet for sheet in _QUOTED_SHEET.findall(bare)):
        return False
    bare = _QUOTED_SHEET.sub("", bare)
    if _ELSEWHERE.search(bare):
        return False
    called = (name.upper().removeprefix("_XLFN.") for name in _CALLED.findall(bare))
    return all(name in _HARMLESS for name in called)
