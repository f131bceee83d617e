"""The data quality report as HTML that a notebook shows: closed, escaped, readable by a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from hotline_analysis.tickets.quality.words import (
    SEVERITY_NAMES,
    cells_text,
    column_name,
    example_texts,
    format_name,
    kind_name,
    rule_name,
)

if TYPE_CHECKING:
    from hotline_analysis.tickets.quality.findings import Finding
    from hotline_analysis.tickets.quality.report import QualityReport

Cell = str | int | Markup


def page(report: QualityReport) -> str:
    """Return the whole report."""
    parts = [_lead(report), _rules(report), _masked(report), _formats(report), _rest(report)]
    return str(
        Markup('<div class="hotline-quality" lang="zh-CN">{}</div>').format(Markup("\n").join(filter(None, parts)))
    )


def _lead(report: QualityReport) -> Markup:
    moment = f"数据截至{report.now:%Y-%m-%d %H:%M}。" if report.now else ""
    text = "读入{}行，入库{}行，剔除{}行。{}"
    return Markup("<p>{}</p>").format(text.format(report.read, report.stored, report.set_aside, moment))


def _rules(report: QualityReport) -> Markup:
    if not report.broken:
        return Markup("<p>各项检查均未发现问题。</p>") if report.findings else Markup("")
    header = ("检查项", "处理", "行数", "涉及的列", "示例")
    rows = [_rule_row(one) for one in report.broken]
    return table("quality-rules", "未通过的检查", header, rows)


def _rule_row(finding: Finding) -> list[Cell]:
    name = Markup("{}<br><code>{}</code>").format(finding.rule.zh, finding.key)
    severity = Markup("{}<br><code>{}</code>").format(SEVERITY_NAMES[finding.severity], finding.severity)
    return [name, severity, finding.rows, cells_text(finding), Markup("<br>").join(example_texts(finding))]


def _masked(report: QualityReport) -> Markup:
    rows: list[list[Cell]] = [
        [_named(column), kind_name(kind), number]
        for column, kinds in report.masked.items()
        for kind, number in kinds.items()
    ]
    return table("quality-masked", "已遮盖的个人信息", ("列", "种类", "处数"), rows) if rows else Markup("")


def _formats(report: QualityReport) -> Markup:
    rows: list[list[Cell]] = [
        [_named(column), Markup("<code>{}</code>").format(format_name(form)), number]
        for column, seen in report.formats.items()
        for form, number in seen.items()
    ]
    return table("quality-formats", "时间的写法", ("列", "写法", "单元格数"), rows) if rows else Markup("")


def _rest(report: QualityReport) -> Markup:
    passed = [one.rule.zh for one in report.findings if not one.rows]
    lacking = [
        f"{rule_name(key)}（缺{'、'.join(map(column_name, missing))}）" for key, missing in report.not_run.items()
    ]
    said = (("已通过的检查", passed), ("因缺列未检查", lacking), ("未入库的列", report.dropped))
    return Markup("\n").join(Markup("<p>{}：{}。</p>").format(head, "；".join(names)) for head, names in said if names)


def _named(column: str) -> Markup:
    return Markup("{}<br><code>{}</code>").format(column_name(column), column)


def table(key: str, caption: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Markup:
    """Return a table with a fixed id and a caption, in which every cell knows its headers."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in header)
    body = Markup("\n").join(map(_row, rows))
    return Markup(
        '<table id="{}"><caption>{}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table>'
    ).format(key, caption, head, body)


def _row(cells: Sequence[Cell]) -> Markup:
    first, *others = cells
    data = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in others)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, data)
