"""A text that people write: typical cases, requirements."""

from __future__ import annotations

from typing import Literal

from markdown_it import MarkdownIt
from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Text
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.sections.base import Section

# raw HTML stays text, links and images are not made: a bulletin is text
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["link", "image", "autolink", "heading", "lheading", "code", "fence", "reference"]
)


class TextSection(Section):
    """The text that the report gives under this name; the section stays out where the report gives none."""

    section: Literal["text"]
    text: str

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        written = data.texts.get(self.text, "")
        return [Text(Markup(_MARKDOWN.render(written)))] if written.strip() else []  # noqa: S704 - HTML is off
