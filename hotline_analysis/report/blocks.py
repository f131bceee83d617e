"""What a section is made of: paragraphs, tables, charts and texts, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hotline_analysis.textual import visible


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; its text is already escaped and holds facts."""

    text: Markup

    def __html__(self) -> Markup:
        return Markup("<p>{}</p>").format(self.text)


@dataclass(frozen=True)
class Note:
    """A note below a table or a chart; ``lead`` says so in the language of the report."""

    text: Markup
    lead: str = "注："

    def __html__(self) -> Markup:
        return Markup('<p class="table-note">{}{}</p>').format(self.lead, self.text)


@dataclass(frozen=True)
class Table:
    """A table, as HTML that great-tables made."""

    markup: Markup

    def __html__(self) -> Markup:
        return Markup('<div class="doc-table">{}</div>').format(self.markup)


@dataclass(frozen=True)
class Chart:
    """A chart: a picture as a data address, a caption, and an alternative text made from the chart's facts.

    ``numbers`` is the table of what it shows, for whoever cannot see it: a screen opens it, paper does without.
    """

    source: str
    caption: str
    alt: str
    numbers: Table | None = None

    def __html__(self) -> Markup:
        figure = Markup('<figure class="doc-chart"><img alt="{}" src="{}"><figcaption>{}</figcaption></figure>')
        shown = figure.format(self.alt, self.source, self.caption)
        if self.numbers is None:
            return shown
        return Markup('{}\n<details class="chart-data">{}</details>').format(shown, self.numbers)


@dataclass(frozen=True)
class Text:
    """A text that a person wrote, rendered from Markdown."""

    markup: Markup

    def __html__(self) -> Markup:
        return self.markup


Block = Paragraph | Note | Table | Chart | Text


@dataclass(frozen=True)
class Fragment:
    """A piece of a report that shows itself in a notebook and in every export."""

    markup: Markup

    def _repr_html_(self) -> str:
        return visible(str(self.markup))

    def __html__(self) -> Markup:
        return self.markup

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.markup)} characters of HTML>"


def joined(blocks: Sequence[Block]) -> Markup:
    """Put blocks one after the other."""
    return Markup("\n").join(blocks)
