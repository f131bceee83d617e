"""``styles.xml`` and ``fontTable.xml`` of a Word file."""

from __future__ import annotations

from collections.abc import Iterator

from hotline_analysis.rendering.docx.look import FANGSONG, FONTS, HEI, LATIN, Look
from hotline_analysis.rendering.docx.units import LINE, W

_OPEN = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{{}} xmlns:w="{W}">'
_LEVEL_OF_BODY = 9


def styles_xml(looks: list[Look], lang: str, *, official: bool) -> str:
    """Return the style sheet; `lang` is the language of the page, which may be an official document."""
    ids = {look.name: style_id(look.name) for look in looks}
    body = "".join(_style(look, ids) for look in looks)
    return f"{_OPEN.format('styles')}{_defaults(lang, official=official)}{body}{_others(official=official)}</w:styles>"


def style_id(name: str) -> str:
    """Return the id of a style: its name without blanks, as Word makes it.

    Examples
    --------
    >>> style_id("heading 1"), style_id("Table Text 7.5"), style_id("caption")
    ('Heading1', 'TableText7.5', 'Caption')
    """
    return "".join(word[:1].upper() + word[1:] for word in name.split(" ")) if name != "footer" else "Footer"


def _defaults(lang: str, *, official: bool) -> str:
    east, latin = (lang, "en-US") if official else ("zh-CN", lang)
    line = f'w:line="{LINE}" w:lineRule="exact"' if official else 'w:line="300" w:lineRule="auto"'
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANGSONG if official else LATIN)}<w:sz w:val="32"/>'
        f'<w:szCs w:val="32"/><w:lang w:val="{latin}" w:eastAsia="{east}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl w:val="0"/><w:overflowPunct/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f"<w:spacing {line}/>"
        '<w:jc w:val="both"/></w:pPr></w:style>'
    )


def _style(look: Look, ids: dict[str, str]) -> str:
    names = [f'<w:name w:val="{look.name}"/>', f'<w:basedOn w:val="{ids.get(look.based_on, look.based_on)}"/>']
    if look.next_:
        names.append(f'<w:next w:val="{ids[look.next_]}"/>')
    shown = "<w:qFormat/>" if not look.name.startswith(("Table Text", "Table Head", "Last")) else "<w:semiHidden/>"
    return (
        f'<w:style w:type="paragraph" w:styleId="{ids[look.name]}">{"".join(names)}{shown}'
        f"<w:pPr>{''.join(_paragraph(look))}</w:pPr><w:rPr>{''.join(_run(look))}</w:rPr></w:style>"
    )


def _paragraph(look: Look) -> Iterator[str]:
    """Yield the properties of the paragraph in the order that the format asks for."""
    if look.keep_next:
        yield "<w:keepNext/><w:keepLines/>"
    yield look.borders
    yield look.tabs
    rule = f'w:line="{look.line}" w:lineRule="exact"' if look.line else 'w:line="240" w:lineRule="auto"'
    yield f'<w:spacing w:before="{look.before}" w:after="{look.after}" {rule}/>'
    first = f'w:hanging="{look.hanging}"' if look.hanging else f'w:firstLine="{look.first}"'
    yield f'<w:ind w:left="{look.left}" w:right="{look.right}" {first}/>'
    yield f'<w:jc w:val="{look.align}"/>'
    yield f'<w:outlineLvl w:val="{_LEVEL_OF_BODY if look.level is None else look.level}"/>'


def _run(look: Look) -> Iterator[str]:
    yield _fonts(look.font)
    if look.bold:
        yield "<w:b/><w:bCs/>"
    if look.color:
        yield f'<w:color w:val="{look.color}"/>'
    if look.spacing:
        yield f'<w:spacing w:val="{look.spacing}"/>'
    yield f'<w:sz w:val="{round(look.size * 2)}"/><w:szCs w:val="{round(look.size * 2)}"/>'


def _fonts(font: str) -> str:
    """Name the font of Chinese characters, and of letters and figures the same, as the standard has it."""
    east = HEI if font == LATIN else font
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{east}" w:cs="{font}"/>'


def _others(*, official: bool) -> str:
    """Return the styles of tables: ruled all about, or with lines between their rows only."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if official else ("top", "bottom", "insideH")
    color = "333333" if official else "B9C0C8"
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{color}"/>' for side in sides)
    table = f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"
    return _OTHERS + (
        '<w:style w:type="table" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"{table}</w:style>"
    )


_OTHERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)


def font_table_xml() -> str:
    """Return the fonts with the names that a machine may have them under instead."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, (family, others) in FONTS.items()
    )
    return f"{_OPEN.format('fonts')}{fonts}</w:fonts>"
