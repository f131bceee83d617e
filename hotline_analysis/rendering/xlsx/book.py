"""A workbook in which nothing from data becomes a formula or a link, the same bytes for the same content."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hotline_analysis.rendering.xlsx.cells import Value
from hotline_analysis.rendering.xlsx.names import sheet_name

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767  # characters that a cell can hold
_A4, _PAGE_NUMBER = 9, "&C— &P —"
_PLAIN = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "border": 1, "border_color": "#999999"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 14, "bold": True},
    "part": {"font_name": "黑体", "font_size": 11, "bold": True},
    "note": {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "top"},
    "head": {**_PLAIN, "font_name": "黑体", "align": "center", "text_wrap": True, "bg_color": "#F3F4F6"},
    "text": {**_PLAIN, "align": "left"},
    "center": {**_PLAIN, "align": "center"},
    "figure": {**_PLAIN, "align": "right"},
}


class Book:
    """A workbook that is being written.

    Parameters
    ----------
    properties : mapping of str to str
        Title and author.
    lang : str
        Language of the content, such as ``zh-CN``.
    date : str
        ``2022-12-05``, or empty.
    """

    def __init__(self, properties: Mapping[str, str], lang: str, date: str) -> None:
        import xlsxwriter

        self._target = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        created = datetime.fromisoformat(date or "1980-01-01")
        self._book.set_properties({**properties, "created": created})
        self._book.set_custom_property("Language", lang)  # the standard properties have no place for it
        self._formats: dict[tuple[str, str], Format] = {}
        self._names: set[str] = set()

    def sheet(self, name: str) -> Worksheet:
        """Begin a sheet under a name as near to the wanted one as may be: as wide as its paper, pages numbered."""
        sheet = self._book.add_worksheet(sheet_name(name, self._names))
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(_PAGE_NUMBER)
        return sheet

    def style(self, name: str, form: str = "") -> Format:
        """Return a format; `form` is a number format."""
        if (name, form) not in self._formats:
            look = {**_STYLES[name], **({"num_format": form} if form else {})}
            self._formats[name, form] = self._book.add_format(look)
        return self._formats[name, form]

    def write(self, sheet: Worksheet, row: int, column: int, value: Value | str, style: str) -> None:
        """Write a number as such, and anything else as a text."""
        if isinstance(value, Value):
            sheet.write_number(row, column, value.number, self.style(style, value.form))
        else:
            sheet.write_string(row, column, _fitting(value), self.style(style, "@" if value else ""))

    def merge(self, sheet: Worksheet, area: tuple[int, int, int, int], value: str, style: str) -> None:
        """Write a text over several cells: first row, first column, last row, last column."""
        first, left, last, right = area
        if (first, left) == (last, right):
            self.write(sheet, first, left, value, style)
            return
        sheet.merge_range(first, left, last, right, "", self.style(style))
        self.write(sheet, first, left, value, style)

    def content(self) -> bytes:
        """Finish, and return the file."""
        self._book.close()
        return self._target.getvalue()


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
