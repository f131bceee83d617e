"""A one-page report of an audit: what ``notebooks/audit.ipynb`` shows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from markupsafe import Markup

from hotline_analysis.audit import Audit, Finding, audit_case
from hotline_analysis.cases import Case
from hotline_analysis.documents import Document
from hotline_analysis.metrics import counts, metrics
from hotline_analysis.metrics.dictionary import canonical_headers
from hotline_analysis.report.blocks import Fragment
from hotline_analysis.report.bulletin import Facts
from hotline_analysis.report.chinese_only import refuse_other_languages
from hotline_analysis.report.data_sources import open_printed
from hotline_analysis.report.facts import Fact, FactBook
from hotline_analysis.report.made_from import made_from
from hotline_analysis.report.params import Report, report_of
from hotline_analysis.report.phrases import period_name
from hotline_analysis.report.tables import Column, TableSpec, draw

_WORDS = {
    "(empty)": "空白",
    "not listed": "未列入",
    "listed": "已列入",
    "at most": "至多",
    "at least": "至少",
    "total": "总分",
    "rank": "排名",
    "grade": "等级",
    "no index": "不计",
    "one row": "一行",
    "unit": "单位",
    "or": "或",
    "of": "／",
    "whole number": "整数",
}
# what a check adds in brackets stands behind a blank; the brackets of a printed name do not
_BRACKETS = re.compile(r" \(([^()]*)\)")
SUBTITLE = "数据核对报告"


@dataclass(frozen=True)
class AuditReport:
    """The audit of one case, ready to be shown.

    Examples
    --------
    >>> given = {"jurisdiction": "yunxi", "period": "2022-Q3", "data": "sample:yunxi-2022-Q3", "date": "2022-10-20"}
    >>> page = open_audit(**given, report="audit")
    >>> page
    <AuditReport yunxi-2022-Q3: 232 checks, 192 agree, 18 hard and 22 soft findings>
    >>> page.heading().markup.count("<h1"), "矛盾" in page.body().markup
    (1, True)
    """

    report: Report
    title: str
    case: Case
    audit: Audit
    book: FactBook

    def __repr__(self) -> str:
        return f"<AuditReport {self.audit.summary()}>"

    def heading(self) -> Fragment:
        """Return the title."""
        head = Markup(
            '<header class="doc-head doc-plain" data-title="{}" data-lang="zh-CN" data-issuer="" data-date="{}"{}>'
            '<h1 class="doc-title"><span>{}</span><span>{}</span></h1></header>'
        )
        origin = made_from(self.report, self.case.paths(), self.case.scheme)
        return Fragment(head.format(self.title + SUBTITLE, self.report.date, origin, self.title, SUBTITLE))

    def body(self) -> Fragment:
        """Return the summary, the table of contradictions, and the rest by kind."""
        lead = Markup(
            "<p>共核对数字、名单和排序{}，相符{}；发现矛盾{}，存疑{}（四舍五入、结转、口径等可以解释）。</p>"
        ).format(
            self._number("checked", "核对项数", self.audit.checked),
            self._number("agree", "相符项数", len(self.audit.agreements)),
            self._number("hard", "矛盾项数", len(self.audit.hard)),
            self._number("soft", "存疑项数", len(self.audit.soft)),
        )
        parts = [lead, self._table(self.audit.hard) if self.audit.hard else Markup("<p>未发现矛盾。</p>")]
        if self.audit.soft:
            kinds = Counter(finding.kind_zh for finding in self.audit.soft)
            said = "、".join(f"{kind}{number}项" for kind, number in kinds.most_common())
            parts.append(Markup('<p class="table-note">存疑事项：{}。</p>').format(said))
        return Fragment(
            Markup('<section class="doc-section doc-sheet" id="sec-1">{}</section>').format(Markup("\n").join(parts))
        )

    @property
    def facts(self) -> Facts:
        """The numbers of the report."""
        return Facts(self.book)

    def _place(self, finding: Finding) -> str:
        where = finding.where
        text = f"正文：{self.case.label(where.fact)}" if where.fact else ""
        cell = "，".join(part for part in (where.row, chinese(where.column)) if part)
        return "；".join(part for part in (text, f"附表：{cell}" if cell else "") if part)

    def _number(self, key: str, label: str, value: int) -> Fact:
        return self.book.add(Fact(f"audit.{key}", label, Fraction(value), str(value), "项", 0, self.audit.case))

    def _table(self, findings: tuple[Finding, ...] | list[Finding]) -> Markup:
        columns = [
            Column("类别", [finding.kind_zh for finding in findings], align="left"),
            Column("公布", [chinese(finding.printed) for finding in findings], align="left"),
            Column("推算", [chinese(finding.implied) for finding in findings], align="left"),
            Column("说明", [chinese(finding.why_zh) for finding in findings], align="left"),
        ]
        places = [self._place(finding) for finding in findings]
        return Markup("{}").format(draw(TableSpec("audit-hard", "公布数字之间的矛盾", "位置", places, columns)))


def chinese(text: str) -> str:
    """Replace the keys of counts and rates, and a few words, by what a Chinese reader knows.

    Examples
    --------
    >>> chinese("at most 9 signed")
    '至多9签收数'
    >>> chinese("97.33 (4 of 150) or 97.35")
    '97.33（4／150）或97.35'
    """
    return _pattern().sub(lambda match: _names()[match.group(1)], _BRACKETS.sub(r"（\1）", text))


@cache
def _names() -> dict[str, str]:
    known = {**{key: one.zh for key, one in counts().items()}, **{key: one.zh for key, one in metrics().items()}}
    headers = {header: known[key] for header, key in canonical_headers().items() if header.isascii()}
    return {**headers, **known, **_WORDS}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_names(), key=len, reverse=True)
    return re.compile(r" ?(?<![A-Za-z_.])(" + "|".join(map(re.escape, words)) + r")(?![A-Za-z_.]) ?")


def open_audit(**parameters: object) -> AuditReport:
    """Audit the case that a report's parameters name.

    Raises
    ------
    InputError
        If a parameter or the case is not valid.

    Examples
    --------
    >>> given = {"jurisdiction": "yunxi", "period": "2022-Q3", "data": "sample:yunxi-2022-Q3", "date": "2022-10-20"}
    >>> open_audit(**given, report="audit").audit
    <Audit yunxi-2022-Q3: 232 checks, 192 agree, 18 hard and 22 soft findings>
    """
    given = {key: value for key, value in parameters.items() if value is not None}
    report, document = report_of(given)
    refuse_other_languages(report, document)
    return _open(report, document)


def _open(report: Report, document: Document) -> AuditReport:
    case = open_printed(report, document)
    name = str(case.source.get("title") or f"{case.name} {period_name(report.period)}")
    return AuditReport(report, f"《{name}》", case, audit_case(case), FactBook())
