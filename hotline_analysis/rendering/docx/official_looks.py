"""The look of every kind of paragraph of a Chinese official document: fonts, sizes, lines, indents.

Sizes and lines are those of the PDF (``templates/print.css``).
"""

from __future__ import annotations

from dataclasses import replace

from hotline_analysis.rendering.docx.look import FANGSONG, HEI, KAI, SIZES, SONG, TITLE, Look, right_tab, rule
from hotline_analysis.rendering.docx.units import LINE, twips
from hotline_analysis.rendering.sheets import OFFICIAL

_RED = "D40000"
_EM = 320  # twips: a character of 16 points


def _heading(number: int, font: str) -> Look:
    # 黑体 and 楷体 stand for their levels; the machine's own bold would thicken them once more
    return Look(
        f"heading {number}", next_="Body Text", font=font, first=2 * _EM, level=number - 1, align="left", keep_next=True
    )


_TEXT = Look("Body Text", first=2 * _EM, spacing=-5)
_CAPTION = Look("caption", font=HEI, size=12, align="center", line=397)
_ANNEX_TITLE = Look(
    "Annex Title",
    based_on="heading 1",
    next_="Body Text",
    font=TITLE,
    size=22,
    align="center",
    level=0,
    before=LINE,
    after=LINE,
    line=709,
    keep_next=True,
)
_NOTE = Look("Table Note", size=10.5, line=340, align="left")
# its lines begin one letter from the edge, and those that follow below the first word after the colon
_IMPRINT = Look("Imprint Line", size=14, line=482, align="left", left=4 * 280, hanging=4 * 280)
_WIDTH = twips(OFFICIAL.text_width("upright"))


def official_looks(*, masthead: float, title: float) -> list[Look]:
    """Return all paragraph styles but Normal.

    Parameters
    ----------
    masthead, title : float
        Points: the sizes in which these fill their lines.
    """
    return [
        _TEXT,
        replace(_TEXT, name="First Paragraph", based_on="Body Text"),
        Look("Compact", align="left"),
        Look("Masthead", font=TITLE, size=masthead, color=_RED, align="center", before=LINE, line=2 * LINE),
        Look("Issue Number", align="center", after=LINE),
        Look("Issuer Line", tabs=right_tab(_WIDTH), borders=rule("bottom", 16, 11, _RED), align="left"),
        Look("Title", font=TITLE, size=title, align="center", before=2 * LINE, after=LINE, line=709, keep_next=True),
        Look("Addressee", align="left"),
        _heading(1, HEI),
        _heading(2, KAI),
        *(_heading(number, FANGSONG) for number in (3, 4, 5)),
        Look("Attachments", align="left", spacing=-5, before=LINE, left=5 * _EM, hanging=3 * _EM),
        Look("Signature", align="right", right=4 * _EM),
        Look("Annex Mark", font=HEI, align="left", keep_next=True),
        _ANNEX_TITLE,
        _CAPTION,
        replace(_CAPTION, name="Table Caption", based_on="caption", keep_next=True, before=113),
        replace(_CAPTION, name="Image Caption", based_on="caption", after=113),
        Look("Figure", align="center", line=None),
        Look("Captioned Figure", align="center", line=None, keep_next=True, before=170),
        _NOTE,
        replace(_NOTE, name="Sheet Text", line=312, first=420, align="both"),
        Look("Sheet Title", font=TITLE, size=13, align="center", line=397, level=0, keep_next=True, after=113),
        Look("Source Code", size=10.5, font=SONG, align="left", line=283),
        Look("Block Text", left=2 * _EM),
        Look("footer", font=SONG, size=14, line=280, align="left"),
        Look("Last Line", size=1, line=20, align="left"),
        replace(_IMPRINT, name="Imprint Copies"),
        replace(_IMPRINT, tabs=right_tab(_WIDTH - 280)),
        replace(_IMPRINT, name="Imprint Rule", size=5, line=100, tabs=right_tab(_WIDTH)),
        *(_cell(kind, font, size) for size in SIZES for kind, font in (("Table Text", SONG), ("Table Head", HEI))),
    ]


def _cell(kind: str, font: str, size: float) -> Look:
    height = 1.35 if size > 9 else 1.25
    return Look(f"{kind} {size:g}", font=font, size=size, line=round(size * 20 * height), align="left")
