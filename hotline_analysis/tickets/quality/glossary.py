"""The rules as a table of ``docs/quality.md``."""

from __future__ import annotations

from hotline_analysis.tickets.quality.rules import RULES, SEVERITIES, Rule


def rules_markdown() -> str:
    """Render all rules as a Markdown table.

    Examples
    --------
    >>> print(rules_markdown().splitlines()[2])
    | `missing_id` | 缺少工单编号 | the ticket has no number | set_aside (never warning, note) | `id` |
    """
    head = "| check | 中文 | what breaks it | severity | columns |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(f"| {' | '.join(_cells(rule))} |\n" for rule in RULES.values())


def _cells(rule: Rule) -> tuple[str, ...]:
    never = [one for one in SEVERITIES if one not in rule.allowed]
    severity = f"{rule.severity} (never {', '.join(never)})" if never else rule.severity
    raw = {need for case in rule.cases for need in case.needs if need.startswith("_raw_")}
    columns = "all of the type" if len(raw) > 1 else ", ".join(f"`{key}`" for key in rule.columns)
    return f"`{rule.key}`", rule.zh, rule.en, severity, columns
