"""A small office for tests: a jurisdiction, a scheme, cases and a report, all written into one folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup

from hotline_analysis.report import Bulletin, open_bulletin

HEADER = ("unit", "assigned", "closed", "closed_on_time", "revisited", "satisfied")
UNITS = (("甲街道", 100, 100, 98, 50, 45), ("乙街道", 60, 58, 58, 30, 30), ("丙局", 9, 9, 8, 4, 1))

PARTS = "[{section: overview, counts: [{count: assigned, label: 工单}], rates: [on_time_closure_rate]}]"
ANNEX = "[{annex: units, title: 附表, columns: [assigned, total, rank]}]"

SCHEME = """\
scheme: small
title: {zh: 小办法, en: small}
source: made up for a test
full_marks: 100
dimensions:
  whole:
    zh: 全部
    en: whole
    marks: 100
    items:
      speed: {zh: 按时办结, en: speed, marks: 60, rule: {kind: rate, metric: on_time_closure_rate}}
      content: {zh: 群众满意, en: content, marks: 40, rule: {kind: rate, metric: satisfaction_rate}}
participation:
  - {count: assigned, at_least: 1, reason: {zh: 本期无工单, en: no tickets}}
ranking: {within: all, order: [-assigned]}
grades: [{grade: A, at_least: 95}, {grade: B, at_least: 80}, {grade: C}]
lists:
  good: {zh: 好单位, en: good units, by: total, at_least: 90}
"""


class Office:
    """Writes the files of a small office and opens its bulletin."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("small.yaml", SCHEME)
        self.case("now")
        self.report_file = self.report()

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def case(
        self,
        name: str,
        units: Sequence[Sequence[object]] = UNITS,
        *,
        header: Sequence[str] = HEADER,
        tables: Mapping[str, Sequence[Sequence[object]]] | None = None,
        **keys: Any,
    ) -> Path:
        entries: dict[str, Any] = {"units": "units.csv"}
        self.write(f"{name}/units.csv", table([header, *units]))
        for key, rows in (tables or {}).items():
            entries[key] = f"{key}.csv"
            self.write(f"{name}/{key}.csv", table(rows))
        content = {"tables": entries, **keys}
        return self.write(f"{name}/case.yaml", yaml.safe_dump(content, allow_unicode=True, sort_keys=False))

    def jurisdiction(self, parts: str, annexes: str = "[]", **keys: str) -> Path:
        """Write the jurisdiction with one chapter; ``parts`` and ``annexes`` are YAML in one line."""
        lines = {
            "jurisdiction": "office",
            "name": "小区",
            "title": '"{period}通报"',
            "issuing_body": "小区热线办",
            "scheme": "small.yaml",
            "chapters": f"[{{title: 第一章, parts: {parts}}}]",
            "annexes": annexes,
            **keys,
        }
        return self.write("office.yaml", "".join(f"{key}: {value}\n" for key, value in lines.items()))

    def report(self, **keys: Any) -> Path:
        content = {"jurisdiction": "office", "period": "2024-05", "data": "now", "date": "2024-06-03", **keys}
        return self.write("report.yaml", yaml.safe_dump(content, allow_unicode=True, sort_keys=False))

    def open(self, parts: str, annexes: str = "[]", keys: Mapping[str, str] | None = None, **report: Any) -> Bulletin:
        """Write the jurisdiction, with more ``keys``, and open its bulletin; ``report`` are keys of the report."""
        self.jurisdiction(parts, annexes, **(keys or {}))
        return open_bulletin(self.report(**report) if report else self.report_file)

    def said(self, parts: str, **options: Any) -> str:
        """Return the sentences and headings of a bulletin with these sections, a line each."""
        return said(self.open(parts, **options))


def table(rows: Sequence[Sequence[object]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def soup_of(bulletin: Bulletin) -> BeautifulSoup:
    """Show all of a bulletin, as the cells of the notebook do."""
    pieces = (bulletin.heading(), bulletin.body(), bulletin.annexes(), bulletin.imprint())
    return BeautifulSoup("\n".join(str(piece.markup) for piece in pieces), "html.parser")


def said(bulletin: Bulletin) -> str:
    soup = BeautifulSoup(str(bulletin.body().markup), "html.parser")
    for unwanted in soup.select("table, .doc-signature, .doc-attachments, h2"):
        unwanted.decompose()
    return "\n".join(part.get_text() for part in soup.select("h3, p, li, figcaption"))
