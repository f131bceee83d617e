"""A paragraph style of a Word file, and the fonts it may name."""

from __future__ import annotations

from dataclasses import dataclass

from hotline_analysis.rendering.docx.units import LINE

SONG, HEI, KAI, FANGSONG, TITLE, LATIN = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体", "Arial"
# family of Word's font table, and names of the same face on other machines; the packaged ones stand last
FONTS: dict[str, tuple[str, tuple[str, ...]]] = {
    FANGSONG: ("modern", ("FangSong", "仿宋_GB2312", "FangSong_GB2312", "STFangsong", "Noto Serif CJK SC")),
    HEI: ("modern", ("SimHei", "Heiti SC", "STHeiti", "Noto Sans CJK SC")),
    KAI: ("modern", ("KaiTi", "楷体_GB2312", "KaiTi_GB2312", "Kaiti SC", "STKaiti", "Noto Serif CJK SC")),
    SONG: ("auto", ("SimSun", "Songti SC", "STSong", "Noto Serif CJK SC")),
    TITLE: ("script", ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "STZhongsong", "Noto Serif CJK SC")),
    LATIN: ("swiss", ("Helvetica Neue", "Helvetica", "Liberation Sans", "Noto Sans CJK SC")),
}
# points of the type of tables, the largest first
SIZES = (10.5, 9.0, 8.0, 7.5, 7.0, 6.5)
_RULE = '<w:{} w:val="single" w:sz="{}" w:space="{}" w:color="{}"/>'


@dataclass(frozen=True)
class Look:
    """A paragraph style; measures in twips, sizes in points.

    Attributes
    ----------
    name : str
        As Word shows it.
    based_on, next_ : str
        Names of other styles.
    level : int or None
        The level of a heading, from 0.
    first, left, right, hanging : int
        Indents.
    line : int or None
        An exact height; None lets the line be as high as what stands in it.
    spacing : int
        Added to every character.
    borders, tabs : str
        XML.
    """

    name: str
    based_on: str = "Normal"
    next_: str = ""
    font: str = FANGSONG
    size: float = 16.0
    bold: bool = False
    color: str = ""
    align: str = "both"
    level: int | None = None
    first: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    before: int = 0
    after: int = 0
    line: int | None = LINE
    spacing: int = 0
    keep_next: bool = False
    borders: str = ""
    tabs: str = ""


def right_tab(position: int) -> str:
    """Return a stop at the right, so many twips from the left."""
    return f'<w:tabs><w:tab w:val="right" w:pos="{position}"/></w:tabs>'


def rule(side: str, size: int, space: int, color: str) -> str:
    """Return a rule at a side of a paragraph: its width in eighths of a point, its distance in points."""
    return f"<w:pBdr>{_RULE.format(side, size, space, color)}</w:pBdr>"
