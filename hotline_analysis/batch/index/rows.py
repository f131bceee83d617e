"""One period of the index: its reports, how they stand, what changed, and links to their files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from hotline_analysis.batch.index.comparing import Course, Move, Moves
from hotline_analysis.batch.index.drawing import BARS, bars, slopes
from hotline_analysis.batch.index.folder import OnDisk, file_of
from hotline_analysis.batch.index.shelves import Row, Shelf
from hotline_analysis.batch.index.words import Words
from hotline_analysis.report.language import Language
from hotline_analysis.textual import one_line

# the order of links: what a reader opens first
_FILES = (
    ("html", ".html"),
    ("pdf", ".pdf"),
    ("docx", ".docx"),
    ("xlsx", ".xlsx"),
    ("ipynb", ".ipynb"),
    ("facts", "facts.json"),
    ("quality", ".json"),
    ("manifest", "manifest.json"),
)
_PROPER = {"html": "HTML", "pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
_NAMED = 3


def shown(text: str) -> str:
    """Return a text of the data as it may be shown: in one line, and nothing in it that acts."""
    return one_line(text)


def link(path: str, label: str | Markup) -> Markup:
    """Return a link to a file below the index; nothing in its name can be anything else than a name."""
    return Markup('<a href="./{}">{}</a>').format(quote(os.fsencode(path)), label)


@dataclass(frozen=True)
class PeriodPart:
    """Writes the periods of a jurisdiction."""

    words: Words
    language: Language
    shelf: Shelf

    def html(self, period: str, district: str, rows: Sequence[Row]) -> Markup:
        """Return one period, of the whole or of a district, with its reports."""
        name = self.language.period_name(period)
        title = Markup('{}<span class="district">{}</span>').format(name, district) if district else name
        items = Markup("").join(self._row(row, period, name, district) for row in rows)
        return Markup('<article class="period">\n<h3>{}</h3>\n<ul class="reports">\n{}</ul>\n</article>\n').format(
            title, items
        )

    def _row(self, row: Row, period: str, name: str, district: str) -> Markup:
        report, kind = row.report, self.words.kinds.get(row.report.name.report, row.report.name.report)
        state = self.words.states[row.state.kind]
        sought = [shown(self.shelf.title), report.name.key, name, period, district, kind, state]
        return Markup('<li class="report" data-find="{}">\n<div class="what"><h4>{}</h4>{}{}</div>\n{}</li>\n').format(
            " ".join(part for part in sought if part),
            self._main_link(report, kind),
            self._state(row),
            self._links(report),
            self._figures(row, period),
        )

    def _main_link(self, report: OnDisk, kind: str) -> Markup:
        """Return the report's name, linked to the page or to the first file that a reader can open."""
        readable = (file_of(report, ending) for _, ending in _FILES[:4])
        file = next((name for name in readable if name), None)
        return Markup("{}").format(kind) if file is None else link(f"{report.folder}/{file}", kind)

    def _links(self, report: OnDisk) -> Markup:
        found = [(name, file) for name, ending in _FILES if (file := file_of(report, ending))]
        labels = _PROPER | dict(self.words.formats)
        links = [link(f"{report.folder}/{file}", labels[name]) for name, file in found]
        if report.failed:
            links.append(link(f"{report.folder}/{report.failed}", self.words.notebook))
        items = Markup("").join(Markup("<li>{}</li>").format(one) for one in links)
        return (
            Markup('<ul class="files" aria-label="{}">{}</ul>').format(self.words.files, items) if links else Markup("")
        )

    def _state(self, row: Row) -> Markup:
        words, kind, about = self.words, row.state.kind, row.state.about
        said: str | Markup = words.changed.get(about if kind == "stale" else kind, "").format(shown(about))
        if kind == "failed":
            said = Markup('<span class="error" lang="en">{}</span>').format(about) if about else words.unsaid
        detail = Markup("{}{}").format(words.colon, said) if said else Markup("")
        earlier = kind == "failed" and row.report.manifest is not None
        more = escape(words.brackets).format(words.earlier) if earlier else Markup("")
        return Markup('<p class="state {}"><strong>{}</strong>{}{}</p>').format(kind, words.states[kind], detail, more)

    def _figures(self, row: Row, period: str) -> Markup:
        parts = [*([self._total(row.course, period)] if row.course else []), *self._places(row.moves, period)]
        return Markup('<div class="figures">{}</div>\n').format(Markup("").join(parts)) if parts else Markup("")

    def _total(self, course: Course, period: str) -> Markup:
        words, total = self.words, course.total
        label = shown(total.label)
        values = words.between.join(
            words.value.format(period=self.language.period_name(own), value=self._number(value), unit=shown(total.unit))
            for own, value in course.values[-BARS:]
        )
        alone = course.difference is None
        picture = Markup("") if alone else bars(course, words.total_is.format(label=label, values=values))
        text = Markup(
            '<p class="total"><span class="label">{}</span> <strong>{}</strong> <span class="change{}">{}</span></p>'
        ).format(label, shown(total.printed), " alone" if alone else "", self._change(course, period))
        return Markup('<div class="figure">{}{}</div>').format(picture, text)

    def _number(self, value: int) -> str:
        return self.language.number(str(value))

    def _change(self, course: Course, period: str) -> str:
        before, change = self.language.previous_name(period), course.difference
        if change is None:
            return self.words.no_before.format(before=before)
        if change == 0:
            return self.words.unchanged.format(before=before)
        sign = "+" if change > 0 else "−"
        share = self.words.brackets.format(f"{sign}{shown(course.percent)}") if course.percent else ""
        text = f"{sign}{self._number(abs(change))}{shown(course.total.unit)}{share}"
        return self.words.since.format(before=before, change=text)

    def _places(self, groups: Sequence[Moves], period: str) -> Iterator[Markup]:
        """Yield a picture for each group of units and, behind the last, how many rose and fell in all of them."""
        if not groups:
            return
        pictures = Markup("").join(slopes(one, self._told(one, period)) for one in groups)
        pairs = [pair for one in groups for pair in one.pairs]
        new, gone = (tuple(unit for one in groups for unit in getattr(one, which)) for which in ("new", "gone"))
        every = Moves(pairs, new, gone)
        text = Markup('<p class="moved"><span class="label">{}</span> {}{}</p>').format(
            self.words.places, self._counts(every), self._furthest(every)
        )
        yield Markup('<div class="figure">{}{}</div>').format(pictures, text)

    def _counted(self, moves: Moves) -> list[tuple[str, str]]:
        words = self.words
        found = [
            ("up", words.up, len(moves.up)),
            ("down", words.down, len(moves.down)),
            ("same", words.same, len(moves.same)),
        ]
        rest = [("new", words.new, len(moves.new)), ("gone", words.gone, len(moves.gone))]
        return [(kind, word.format(number)) for kind, word, number in [*found, *(one for one in rest if one[2])]]

    def _counts(self, moves: Moves) -> Markup:
        counted = (Markup('<strong class="{}">{}</strong>').format(kind, text) for kind, text in self._counted(moves))
        return Markup(" ").join(counted)

    def _furthest(self, moves: Moves) -> Markup:
        """Name the unit that rose most and the one that fell most."""
        lines = (
            Markup('<span class="furthest">{}</span>').format(word.format(self._move(some[0])))
            for word, some in ((self.words.highest, moves.up), (self.words.lowest, moves.down))
            if some
        )
        return Markup("").join(lines)

    def _move(self, move: Move) -> str:
        unit, before, now = move
        return self.words.place.format(unit=shown(unit), before=before, now=now)

    def _told(self, moves: Moves, period: str) -> str:
        """Say in words what the picture of places shows."""
        words, before = self.words, self.language.previous_name(period)
        counts = words.between.join(text for _, text in self._counted(moves))
        said = [words.moves_are.format(units=len(moves.pairs), before=before, counts=counts)]
        for word, some in ((words.highest, moves.up), (words.lowest, moves.down)):
            if some:
                said.append(word.format(words.between.join(self._move(one) for one in some[:_NAMED])))
        return words.end.join(said)
