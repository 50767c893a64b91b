"""The letters of TCVN3 (ABC): one byte a letter, as the .VnTime fonts show them."""

from __future__ import annotations

_FIRST = 0xA1
_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
"""The letters of the bytes A1 to FF (TCVN 5712:1993)."""
TABLE = {_FIRST + place: letter for place, letter in enumerate(_LETTERS)}


def decode(content: bytes) -> str:
    """The text of TCVN3 bytes; never fails."""
    return content.decode("latin-1").translate(TABLE)
