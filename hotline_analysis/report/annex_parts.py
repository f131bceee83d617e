"""What annexes share."""

from __future__ import annotations

from hotline_analysis.documents import Strict
from hotline_analysis.report.data import ReportData


class Span(Strict):
    """Columns under one header."""

    span: str
    columns: tuple[str, ...]


class AnnexPart(Strict):
    """What all annexes share."""

    def remarks(self, data: ReportData) -> list[str]:
        """Return what the analyst should know of the annex, and no reader sees."""
        return []


def group_name(data: ReportData, group: str | None) -> str | None:
    """Name a group; None for all units together, and where there are no groups."""
    return None if group is None or data.ungrouped else data.group_label(group)
