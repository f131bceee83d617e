"""The data quality report in words: for a terminal, and the names that both the terminal and the page use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.masking import KIND_NAMES
from hotline_analysis.tickets.quality.findings import Example, Finding
from hotline_analysis.tickets.quality.relation import REGISTRY_PARTS
from hotline_analysis.tickets.quality.rules import RULES
from hotline_analysis.tickets.times import CELL, EXCEL, format_label

if TYPE_CHECKING:
    from hotline_analysis.tickets.quality.report import QualityReport

WHOLE_CELL = "personal"  # what an import counts where it hides a whole cell
_SPECIAL_FORMATS = {format_label(EXCEL): "Excel日期序号", format_label(CELL): "日期单元格"}
_DIRECTIVE_NAMES = {
    "Y": "年",
    "y": "年",
    "m": "月",
    "d": "日",
    "H": "时",
    "I": "时",
    "M": "分",
    "S": "秒",
    "p": "上下午",
}
SEVERITY_NAMES = {"error": "错误", "set_aside": "剔除", "warning": "警告", "note": "提示"}
REGISTRY_NAMES = {"units": "单位名录", "groups": "单位名录中的类别", "renames": "单位更名或合并"}
_PARTS_ZH = {en: REGISTRY_NAMES[part] for part, en in REGISTRY_PARTS.items()}


def summary(report: QualityReport) -> str:
    """Say in a few lines what was read, stored, set aside and masked, and which rules are broken."""
    lines = [f"{report.read} rows read: {report.stored} stored, {report.set_aside} set aside"]
    lines += [f"  {one.severity}: {one.key} ({one.rule.zh}): {one.rows}" for one in report.broken]
    if report.not_run:
        lines.append(f"  not checked, because columns are missing: {', '.join(report.not_run)}")
    lines += [f"  masked in {column}: {_kinds(kinds)}" for column, kinds in report.masked.items() if kinds]
    if report.dropped:
        lines.append(f"  not stored: {', '.join(report.dropped)}")
    return "\n".join(lines)


def _kinds(kinds: object) -> str:
    assert isinstance(kinds, dict)
    return ", ".join(f"{kind} {number}" for kind, number in kinds.items())


def column_name(key: str) -> str:
    """Name a column for a Chinese reader.

    Examples
    --------
    >>> column_name("closed"), column_name("groups of units")
    ('办结时间', '单位名录中的类别')
    """
    return columns()[key].zh if key in columns() else _PARTS_ZH.get(key, key)


def kind_name(kind: str) -> str:
    """Name a kind of personal number for a Chinese reader."""
    return {**KIND_NAMES, WHOLE_CELL: "整格隐去"}.get(kind, kind)


def format_name(form: str) -> str:
    """Name the way in which moments are written for a Chinese reader.

    Examples
    --------
    >>> format_name("%Y/%m/%d %H:%M:%S")
    '年/月/日 时:分:秒'
    """
    if form in _SPECIAL_FORMATS:
        return _SPECIAL_FORMATS[form]
    # a form that writes the word itself, as %Y年 does, needs it once
    return re.sub(r"%-?([A-Za-z])(?P<word>.?)", lambda part: _spoken(part[1], part["word"]), form)


def _spoken(directive: str, after: str) -> str:
    word = _DIRECTIVE_NAMES.get(directive, f"%{directive}")
    return word if after == word else word + after


def rule_name(key: str) -> str:
    """Name a rule for a Chinese reader."""
    return RULES[key].zh if key in RULES else key


def cells_text(finding: Finding) -> str:
    """Say in which columns how many cells break a rule, where they are several columns."""
    if len(finding.columns) < 2:
        return ""
    return "、".join(f"{column_name(key)}{number}处" for key, number in finding.columns.items())


def example_texts(finding: Finding) -> Iterator[str]:
    """Describe the examples of a finding, each in one line."""
    for example in finding.examples:
        yield _value_text(example) if finding.rule.by_value else _row_text(example)


def _value_text(example: Example) -> str:
    return f"{column_name(example.column)}“{example.value}”：{example.rows}行，首见于{_place(example)}"


def _row_text(example: Example) -> str:
    place = _place(example)
    ticket = f"工单{example.id}" if example.id and example.column != "id" else ""
    value = "为空" if example.value is None else f"“{example.value}”"
    return f"{place}{'，' if place and ticket else ''}{ticket}：{column_name(example.column)}{value}"


def _place(example: Example) -> str:
    """Name a row; of a path only the file's name, which is all that a reader of a page can use."""
    row = "" if example.row is None else f"第{example.row}行"
    name = re.split(r"[/\\]", example.file or "")[-1]
    return f"{name}{row}"
