"""Page numbers of a Word file: where the PDF has them."""

from __future__ import annotations

from hotline_analysis.rendering.docx.units import W, twips
from hotline_analysis.rendering.sheets import OFFICIAL, Kind, Sheet

# GB/T 9704: 7 mm below the type area, one of its own letters from the edge; 14 points high
BELOW, NUMBER = 3.74, 4.94
_LONG = 30.0  # millimetres that a number may take
# id of the relation and name of the part: upright pages of odd and of even number, landscape pages likewise
FOOTERS: dict[tuple[Kind, str], tuple[str, str]] = {
    ("upright", "default"): ("rIdFooter1", "footer1.xml"),
    ("upright", "even"): ("rIdFooter2", "footer2.xml"),
    ("wide", "default"): ("rIdFooter3", "footer3.xml"),
    ("wide", "even"): ("rIdFooter4", "footer4.xml"),
}
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_BETWEEN_DASHES = f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{_FIELD}<w:r><w:t xml:space="preserve"> —</w:t></w:r>'


def footers(sheet: Sheet) -> dict[str, str]:
    """Return the footers by the names of their parts."""
    if not sheet.official:
        return {name: _footer(_line("right", _FIELD, indent=0)) for _, name in FOOTERS.values()}
    wide = OFFICIAL.wide
    return {
        "footer1.xml": _footer(_line("right", _BETWEEN_DASHES, indent=280)),
        "footer2.xml": _footer(_line("left", _BETWEEN_DASHES, indent=280)),
        "footer3.xml": _footer(_turned("right", OFFICIAL.width - wide.bottom - NUMBER - _LONG)),
        "footer4.xml": _footer(_turned("left", wide.top + NUMBER)),
    }


def _footer(content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:ftr xmlns:w="{W}">{content}</w:ftr>'


def _line(side: str, number: str, *, indent: int) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:left="{indent}" w:right="{indent}"/><w:jc w:val="{side}"/>'
        f"</w:pPr>{number}</w:p>"
    )


def _turned(side: str, top: float) -> str:
    """Return a cell at the left edge of the page whose text runs downwards."""
    left = twips(OFFICIAL.wide.left - BELOW - NUMBER)
    high, wide = twips(_LONG), twips(NUMBER)
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" '
        f'w:tblpX="{left}" w:tblpY="{twips(top)}"/><w:tblW w:w="{wide}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{wide}"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="{high}" w:hRule="exact"/>'
        f'</w:trPr><w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="Footer"/><w:jc w:val="{side}"/></w:pPr>{_BETWEEN_DASHES}</w:p></w:tc></w:tr></w:tbl>'
        '<w:p><w:pPr><w:pStyle w:val="LastLine"/></w:pPr></w:p>'
    )
