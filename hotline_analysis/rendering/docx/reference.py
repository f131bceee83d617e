"""The reference document that pandoc takes styles, page and footers from: made here, for one page."""

from __future__ import annotations

from xml.etree import ElementTree

from hotline_analysis.rendering.docx.archive import packed
from hotline_analysis.rendering.docx.footers import FOOTERS, footers
from hotline_analysis.rendering.docx.look import Look
from hotline_analysis.rendering.docx.sections import Section, section_properties
from hotline_analysis.rendering.docx.styles import font_table_xml, styles_xml
from hotline_analysis.rendering.docx.units import R, W
from hotline_analysis.rendering.sheets import Sheet

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "document.xml": "document.main",
    "styles.xml": "styles",
    "settings.xml": "settings",
    "fontTable.xml": "fontTable",
    **{name: "footer" for _, name in FOOTERS.values()},
}


def reference_document(looks: list[Look], lang: str, sheet: Sheet) -> bytes:
    """Return a Word file without text.

    Parameters
    ----------
    looks : list of Look
        Its paragraph styles.
    lang : str
        The language of the page.
    sheet : Sheet
        Its paper.
    """
    properties = ElementTree.tostring(section_properties(Section("upright"), sheet), encoding="unicode")
    document = f'{_HEAD}<w:document xmlns:w="{W}"><w:body><w:p/>{properties}</w:body></w:document>'
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(_document_relations()),
        "word/styles.xml": styles_xml(looks, lang, official=sheet.official),
        "word/settings.xml": settings_xml(lang),
        "word/fontTable.xml": font_table_xml(),
        **{f"word/{name}": text for name, text in footers(sheet).items()},
    }
    return packed({name: text.encode() for name, text in files.items()})


def settings_xml(lang: str) -> str:
    """Return the settings: other footers on even pages, Chinese rules for stops at the end of a line."""
    return (
        f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:balanceSingleByteDoubleByteWidth/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="{"zh-CN" if lang.startswith("en") else lang}"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _document_relations() -> list[tuple[str, str, str]]:
    plain = [("rIdStyles", "styles"), ("rIdSettings", "settings"), ("rIdFonts", "fontTable")]
    return [
        *((key, kind, f"{kind}.xml") for key, kind in plain),
        *((key, "footer", name) for key, name in FOOTERS.values()),
    ]


def _relations(entries: list[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{name}"/>' for key, kind, name in entries)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in _PARTS.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )
