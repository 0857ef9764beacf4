"""Run by the Python of LibreOffice: what a clerk does in Calc, with the program itself writing every file.

Arguments: the pipe's name, then a JSON list of jobs {"source", "target", "filter", "edits", "report"}. `edits` are
{sheet: {cell: value}}: numbers are typed as numbers, texts as texts. `report` is where what was seen is written.
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def prop(name: str, value: object) -> PropertyValue:
    """Make a named value."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def desktop(pipe: str) -> object:
    """Reach LibreOffice, which is just starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(900):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("LibreOffice does not answer")


def seen(document: object) -> dict[str, object]:
    """Tell of each sheet: protected or not, its first row, comments and colours, locked cells of the first rows."""
    found = {}
    for sheet in document.Sheets:
        for comment in sheet.Annotations:
            comment.IsVisible = (
                True  # LibreOffice 25 without windows reads a hidden comment only when it is shown
            )
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        wide = min(cursor.RangeAddress.EndColumn, 40)
        found[sheet.Name] = {
            "protected": sheet.isProtected(),
            "head": [sheet.getCellByPosition(n, 0).String for n in range(wide + 1)],
            "locked": [sheet.getCellByPosition(0, n).CellProtection.IsLocked for n in range(3)],
            "comments": {f"{a.Position.Column},{a.Position.Row}": a.String for a in sheet.Annotations},
            "coloured": [
                f"{column},{row}"
                for row in range(1, 8)
                for column in range(wide + 1)
                if sheet.getCellByPosition(column, row).CellBackColor > 0
            ],
        }
    return found


def work(desk: object, job: dict) -> None:
    """Open a file, type into it, keep it under another name."""
    hidden = (prop("Hidden", True),)
    document = desk.loadComponentFromURL(Path(job["source"]).as_uri(), "_blank", 0, hidden)
    if job.get("report"):
        Path(job["report"]).write_text(json.dumps(seen(document), ensure_ascii=False))
    for sheet, cells in job.get("edits", {}).items():
        for name, value in cells.items():
            cell = document.Sheets.getByName(sheet).getCellRangeByName(name)
            if isinstance(value, str):
                cell.String = value
            else:
                cell.Value = value
    document.storeToURL(Path(job["target"]).as_uri(), (prop("FilterName", job["filter"]),))
    document.close(True)


if __name__ == "__main__":
    found = desktop(sys.argv[1])
    for one in json.loads(sys.argv[2]):
        work(found, one)
    found.terminate()
