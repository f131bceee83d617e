"""An office's desk for tests of the import: exports, mappings and stores in one folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from command import Hotline, Result

HEADER = ("工单编号", "受理时间", "办结时间", "责任单位", "是否解决", "退单次数", "满意情况", "诉求内容")
MAPPING = """\
columns:
  id: 工单编号
  received: 受理时间
  closed: 办结时间
  unit: 责任单位
  resolved: 是否解决
  returned: 退单次数
  satisfied: 满意情况
  text: 诉求内容
"""
ROW = ("A1", "2022/11/3 9:05:00", "2022/11/4 10:00:00", "甲街道", "是", "0", "满意", "路灯不亮")


def row(**cells: str) -> tuple[str, ...]:
    """Return the usual row with other cells: ``row(id="A2", received="2022-11-03")``."""
    places = dict(
        zip(("id", "received", "closed", "unit", "resolved", "returned", "satisfied", "text"), ROW, strict=True)
    )
    assert set(cells) <= set(places)
    return tuple({**places, **cells}.values())


def rows(number: int, **cells: str) -> list[tuple[str, ...]]:
    """Return rows A1, A2, … with these cells."""
    return [row(id=f"A{place}", **cells) for place in range(1, number + 1)]


class Desk:
    """Writes exports, imports them, and reads what was stored."""

    def __init__(self, folder: Path, hotline: Hotline) -> None:
        self.folder = folder
        self.hotline = hotline
        self.store = folder / "store"

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def mapping(self, more: str = "", text: str = MAPPING) -> Path:
        return self.write("mapping.yaml", text + more)

    def csv(
        self,
        content: Sequence[Sequence[str]],
        name: str = "export.csv",
        *,
        header: Sequence[str] = HEADER,
        encoding: str = "utf-8",
        delimiter: str = ",",
        above: str = "",
    ) -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *content])
        return self.write(name, (above + text.getvalue()).encode(encoding))

    def xlsx(
        self, content: Sequence[Sequence[Any]], name: str = "export.xlsx", *, sheet: str = "工单", above: int = 0
    ) -> Path:
        return self.sheets({sheet: [*([()] * above), HEADER, *content]}, name)

    def sheets(self, sheets: dict[str, Sequence[Sequence[Any]]], name: str = "export.xlsx") -> Path:
        file = self.folder / name
        with xlsxwriter.Workbook(file, {"default_date_format": "yyyy/m/d h:mm:ss"}) as book:
            for title, content in sheets.items():
                sheet = book.add_worksheet(title)
                for place, cells in enumerate(content):
                    for column, cell in enumerate(cells):
                        # a text that begins with = is a text
                        (sheet.write_string if isinstance(cell, str) else sheet.write)(place, column, cell)
        return file

    def run(self, *exports: object, out: Path | None = None, more: str = "", options: Sequence[object] = ()) -> Result:
        """Import with the usual mapping and ``more``."""
        mapping = self.mapping(more)
        return self.hotline("import", *exports, "--mapping", mapping, "--out", out or self.store, *options)

    def stored(self, *columns: str, where: Path | None = None) -> list[Any]:
        """Return stored tickets in the order of their numbers; of one column, its cells."""
        place = where or self.store
        files = str(place) if place.suffix else f"{place}/period=*/*.parquet"
        query = f"SELECT {', '.join(columns)} FROM read_parquet('{files}', hive_partitioning=false, union_by_name=true)"
        found = duckdb.connect().execute(f"{query} ORDER BY id").fetchall()
        return [one[0] for one in found] if len(columns) == 1 else found

    def done(self, *exports: object, **options: Any) -> Result:
        """Import and expect that it succeeds."""
        result = self.run(*exports, **options)
        assert result.code == 0, result.err
        return result

    def refused(self, *exports: object, code: int = 3, **options: Any) -> str:
        """Import, expect one clear message, and that nothing else changed; return the message."""
        before = snapshot(self.folder)
        result = self.run(*exports, **options)
        assert result.code == code, result.err
        after = snapshot(self.folder)
        assert {name: one for name, one in after.items() if name != "mapping.yaml"} == {
            name: one for name, one in before.items() if name != "mapping.yaml"
        }
        lines = [line for line in result.err.splitlines() if line.startswith("hotline: ")]
        assert len(lines) == 1, result.err
        return lines[0]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones too."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
