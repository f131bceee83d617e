"""A report on the quality of tickets: what ``notebooks/quality.ipynb`` shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from markupsafe import Markup

from hotline_analysis.documents import Document
from hotline_analysis.metrics import Counting
from hotline_analysis.report.blocks import Fragment
from hotline_analysis.report.bulletin import Facts
from hotline_analysis.report.chinese_only import refuse_other_languages
from hotline_analysis.report.data_sources import CaseOpener
from hotline_analysis.report.facts import Fact, FactBook
from hotline_analysis.report.made_from import made_from
from hotline_analysis.report.media import QUALITY_TYPE
from hotline_analysis.report.params import Report, report_of
from hotline_analysis.report.phrases import period_name
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.tickets.quality import Finding, QualityReport
from hotline_analysis.tickets.quality.stored import examine_stored, report_of_import
from hotline_analysis.tickets.quality.words import (
    SEVERITY_NAMES,
    cells_text,
    column_name,
    example_texts,
    format_name,
    kind_name,
    rule_name,
)
from hotline_analysis.tickets.store import TicketFiles

SUBTITLE = "数据质量报告"


@dataclass(frozen=True)
class QualityJson:
    """The whole report as an output that a run keeps as ``quality.json`` and nobody sees."""

    quality: QualityReport

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {QUALITY_TYPE: json.loads(self.quality.to_json()), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<{self.quality.read} rows, {len(self.quality.broken)} checks broken>"


@dataclass(frozen=True)
class QualityPage:
    """The quality of the tickets behind one report, ready to be shown.

    Attributes
    ----------
    report : Report
    quality : QualityReport
    imported : bool
        Whether it is the report of their import; if not, the stored rows were checked.
    files : tuple of Path
        The files of the tickets.

    Examples
    --------
    >>> from hotline_analysis.explore import sample_folder
    >>> tickets = str(sample_folder("yunxi-2022-Q3") / "tickets.parquet")
    >>> page = open_quality(jurisdiction="yunxi", period="2022-Q3", data=tickets, date="2022-10-20", report="quality")
    >>> page
    <QualityPage yunxi 2022-Q3>
    >>> "数据质量报告" in page.heading().markup, "6351" in page.body().markup
    (True, True)
    """

    report: Report
    quality: QualityReport
    imported: bool
    files: tuple[Path, ...] = ()
    book: FactBook = field(default_factory=FactBook)

    def __repr__(self) -> str:
        return f"<QualityPage {self.report.jurisdiction} {self.report.period}>"

    def heading(self) -> Fragment:
        """Return the title."""
        title = f"{period_name(self.report.period)}{self.report.district or ''}工单"
        head = Markup(
            '<header class="doc-head doc-plain" data-title="{}" data-lang="zh-CN" data-issuer="" data-date="{}"{}>'
            '<h1 class="doc-title"><span>{}</span><span>{}</span></h1></header>'
        )
        origin = made_from(self.report, self.files)
        return Fragment(head.format(title + SUBTITLE, self.report.date, origin, title, SUBTITLE))

    def body(self) -> Fragment:
        """Return what was read and stored, the checks that rows break, what was masked, and what was not checked."""
        parts = [self._lead(), *self._broken(), *self._masked(), *self._formats(), *self._rest()]
        sheet = Markup('<section class="doc-section doc-sheet" id="sec-1">{}</section>')
        return Fragment(sheet.format(Markup("\n").join(parts)))

    @property
    def facts(self) -> Facts:
        """The numbers of the report."""
        return Facts(self.book)

    @property
    def json(self) -> QualityJson:
        """The report for ``quality.json``."""
        return QualityJson(self.quality)

    def _lead(self) -> Markup:
        one = self.quality
        read, stored, aside = (
            self._number(key, f"{name}行数", number)
            for key, name, number in (
                ("read", "读入", one.read),
                ("stored", "入库", one.stored),
                ("set_aside", "剔除", one.set_aside),
            )
        )
        moment = f"数据截至{one.now:%Y-%m-%d %H:%M}。" if one.now else ""
        lead = Markup("<p>最近一次导入读入{}，入库{}，剔除{}。{}</p>")
        if not self.imported:
            why = f"导入时的报告不分区域，检查的是已入库的{self.report.district}工单"
            why = why if self.report.district else "没有导入时的报告，检查的是已入库的工单"
            return Markup("<p>{}，共{}。{}</p>").format(why, read, moment)
        return lead.format(read, stored, aside, moment)

    def _broken(self) -> list[Markup]:
        found = self.quality.broken
        if not found:
            return [Markup("<p>各项检查均未发现问题。</p>")]
        columns = [
            Column("处理", [SEVERITY_NAMES[one.severity] for one in found], align="left"),
            Column("行数", [self._rows(one) for one in found]),
            Column("示例", [_examples(one) for one in found], align="left"),
        ]
        stub = [one.rule.zh for one in found]
        return [_table("quality-rules", "未通过的检查", "检查项", stub, columns)]

    def _rows(self, finding: Finding) -> Fact:
        return self._number(f"rule.{finding.key}", finding.rule.zh, finding.rows)

    def _masked(self) -> list[Markup]:
        found = [(column, kind, n) for column, kinds in self.quality.masked.items() for kind, n in kinds.items()]
        if not found:
            return []
        names = [f"{column_name(column)}中的{kind_name(kind)}" for column, kind, _ in found]
        numbers = [
            self._number(f"masked.{column}.{kind}", name, n, "处")
            for (column, kind, n), name in zip(found, names, strict=True)
        ]
        return [_table("quality-masked", "已遮盖的个人信息", "内容", names, [Column("处数", numbers)])]

    def _formats(self) -> list[Markup]:
        found = [(column, form, n) for column, seen in self.quality.formats.items() for form, n in seen.items()]
        if not found:
            return []
        cells = [
            self._number(f"format.{column}.{form}", f"{column_name(column)}，{format_name(form)}", n, "处")
            for column, form, n in found
        ]
        columns = [Column("写法", [format_name(form) for _, form, _ in found], align="left"), Column("处数", cells)]
        return [_table("quality-formats", "时间的写法", "列", [column_name(key) for key, *_ in found], columns)]

    def _rest(self) -> list[Markup]:
        passed = [one.rule.zh for one in self.quality.findings if not one.rows]
        lacking = [f"{rule_name(key)}（缺{_listed(missing)}）" for key, missing in self.quality.not_run.items()]
        said: Mapping[str, Any] = {
            "已通过的检查": passed,
            "因缺列未检查": lacking,
            "未入库的列": self.quality.dropped,
        }
        note = Markup('<p class="table-note">{}：{}。</p>')
        return [note.format(head, "；".join(names)) for head, names in said.items() if names]

    def _number(self, key: str, label: str, value: int, unit: str = "行") -> Fact:
        source = "导入时的检查" if self.imported else "入库工单"
        return self.book.add(Fact(f"quality.{key}", label, Fraction(value), str(value), unit, 0, source))


def _examples(finding: Finding) -> str:
    cells = cells_text(finding)
    return "；".join([*([cells] if cells else []), *example_texts(finding)])


def _listed(missing: tuple[str, ...]) -> str:
    return "、".join(map(column_name, missing))


def _table(key: str, caption: str, head: str, stub: list[str], columns: list[Column]) -> Markup:
    return Markup("{}").format(draw(TableSpec(key, caption, head, stub, columns)))


def open_quality(**parameters: object) -> QualityPage:
    """Open the quality report of the tickets that a report's parameters name.

    Raises
    ------
    InputError
        If a parameter is not valid, or the data is not tickets.

    Examples
    --------
    >>> from hotline_analysis.explore import sample_folder
    >>> tickets = str(sample_folder("yunxi-2022-Q3") / "tickets.parquet")
    >>> open_quality(jurisdiction="yunxi", period="2022-Q3", data=tickets, date="2022-10-20", report="quality").quality
    <QualityReport: 6351 rows read, 0 set aside, 2 checks broken>
    """
    report, document = report_of(
        {key: value for key, value in parameters.items() if value is not None}, uses=("district",)
    )
    refuse_other_languages(report, document)
    files = _tickets(report, document)
    found = report_of_import(files) if report.district is None else None
    if found is not None:
        return QualityPage(report, found, imported=True, files=files.files)
    now = datetime.fromisoformat(report.date) + timedelta(days=1)
    return QualityPage(report, examine_stored(files, now, district=report.district), imported=False, files=files.files)


def _tickets(report: Report, document: Document) -> TicketFiles:
    case = CaseOpener(report, document, Counting(), {}).opened("data", report.period)
    if case.tickets is None:
        allowed = "a store made by `hotline import`, or a case folder whose tables are made of one"
        raise document.error("the data is not tickets", ("data",), value=report.data, allowed=allowed)
    return case.tickets.files
