"""Opens a workbook in a process of its own: ``python aside.py MOST_ROWS MOST_CELLS < file``.

The reader of workbooks takes memory by what a file says of itself; one damaged byte can make it
end the whole process. Here it ends only this one. Imports nothing of ours, so it starts at once.
Writes JSON: a list of sheets, or the code of the refusal with its values.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from datetime import date, datetime

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

MOST_MEMORY = 3 * 1024**3
"""Bytes that opening one file may take."""


def main(most_rows: int, most_cells: int) -> dict[str, object]:
    """The sheets of the workbook at standard input."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as book:
            sheets = []
            for about in book.sheets_metadata:
                sheet = book.get_sheet_by_name(about.name)
                if sheet.total_height > most_rows:
                    values = {"rows": sheet.total_height, "most": most_rows}
                    return {"refused": "too_many_rows", "values": values}
                if sheet.total_height * sheet.total_width > most_cells:
                    return {"refused": "too_large_inside", "values": {}}
                hidden = about.visible != SheetVisibleEnum.Visible
                sheets.append(_plain(sheet, hidden=hidden))
            return {"sheets": sheets}
    except Exception as error:
        # The reader's own faults are many and English; the person needs one calm sentence.
        said = str(error).lower()
        protected = "password" in said or "encrypt" in said
        return {"refused": "protected" if protected else "broken_file", "values": {}}


def _plain(sheet: CalamineSheet, *, hidden: bool) -> dict[str, object]:
    return {
        "name": sheet.name,
        "hidden": hidden,
        "rows": sheet.to_python(skip_empty_area=False),
        "merges": [[a, b, c, d] for (a, b), (c, d) in sheet.merged_cell_ranges or ()],
    }


def _said(value: object) -> object:
    """Days and moments as marked text; durations as text."""
    if isinstance(value, datetime | date):
        return {"day": value.isoformat(), "moment": isinstance(value, datetime)}
    return str(value)


if __name__ == "__main__":
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2])), default=_said))
