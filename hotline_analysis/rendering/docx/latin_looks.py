"""The look of every kind of paragraph of a page in Latin letters, with a letterhead (``templates/latin-print.css``)."""

from __future__ import annotations

from dataclasses import replace

from hotline_analysis.rendering.docx.look import LATIN, SIZES, Look, right_tab, rule

_BLUE, _GREY = "1D3F6E", "444444"
_TEXT = Look("Body Text", font=LATIN, size=10.5, align="left", line=304, after=125)
_NOTE = replace(_TEXT, name="Table Note", size=8.5, line=238, after=85, color=_GREY)
_CAPTION = replace(_TEXT, name="caption", size=10, line=280, after=57, bold=True)
_TITLE = replace(_TEXT, next_="Body Text", keep_next=True, bold=True)
_LINE = replace(_TEXT, name="Issuer Line", color="333333", after=0)


def latin_looks() -> list[Look]:
    """Return all paragraph styles but Normal, under the names that those of official documents have."""
    return [
        _TEXT,
        replace(_TEXT, name="First Paragraph", based_on="Body Text"),
        replace(_TEXT, name="Compact", after=0),
        replace(_TEXT, name="Masthead", size=18, line=450, after=0, color=_BLUE, bold=True),
        replace(_LINE, name="Issue Number", before=57),
        replace(_LINE, borders=rule("bottom", 12, 7, _BLUE)),
        replace(_TITLE, name="Title", size=20, line=500, before=454, after=340),
        replace(_TEXT, name="Addressee", after=227),
        replace(_TITLE, name="heading 1", size=14, line=364, before=340, after=113, level=0),
        replace(_TITLE, name="heading 2", size=11.5, line=299, before=227, after=85, level=1),
        *(_lower(number) for number in (3, 4, 5)),
        replace(_TEXT, name="Attachments", before=227, after=0),
        replace(_TEXT, name="Signature", after=0),
        replace(_TEXT, name="Annex Mark", color=_GREY, after=0, keep_next=True),
        replace(_TITLE, name="Annex Title", based_on="heading 1", size=16, line=416, before=57, after=227, level=0),
        _CAPTION,
        replace(_CAPTION, name="Table Caption", based_on="caption", before=113, keep_next=True),
        replace(_CAPTION, name="Image Caption", based_on="caption", after=227),
        replace(_TEXT, name="Figure", line=None),
        replace(_TEXT, name="Captioned Figure", line=None, before=227, keep_next=True),
        _NOTE,
        replace(_NOTE, name="Colophon", before=57, after=0),
        replace(_NOTE, name="Sheet Text"),
        replace(_TITLE, name="Sheet Title", size=13, line=340, after=113, level=0),
        replace(_TEXT, name="Source Code", size=9, line=240),
        replace(_TEXT, name="Block Text", left=360),
        replace(_TEXT, name="footer", size=9, line=200, after=0, align="right"),
        Look("Last Line", font=LATIN, size=1, line=20, align="left"),
        replace(_NOTE, name="Imprint Copies", after=0),
        replace(_NOTE, name="Imprint Line", after=0, tabs=right_tab(9000)),
        *(_cell(kind, size) for size in SIZES for kind in ("Table Text", "Table Head")),
    ]


def _lower(number: int) -> Look:
    return replace(_TITLE, name=f"heading {number}", size=10.5, line=273, before=170, after=57, level=number - 1)


def _cell(kind: str, size: float) -> Look:
    look = replace(_TEXT, name=f"{kind} {size:g}", size=size, line=round(size * 20 * 1.3), after=0)
    return replace(look, bold=kind == "Table Head")
