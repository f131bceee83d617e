"""What pandoc leaves to be done in the text of a Word file: sections, tables, pictures, the foot of the last page."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from hotline_analysis.rendering.docx.sections import Section, section_properties
from hotline_analysis.rendering.docx.source import BREAK, TAB
from hotline_analysis.rendering.docx.styles import style_id
from hotline_analysis.rendering.docx.tables import TablePlan, set_table
from hotline_analysis.rendering.docx.units import EMU_A_MM, NAMESPACES, twips, w
from hotline_analysis.rendering.measure import letters
from hotline_analysis.rendering.sheets import OFFICIAL, Sheet

_HIGHEST_PICTURE = 190.0  # millimetres
_LETTER = 320  # twips of one character of the text
_IMPRINT, _IMPRINT_RULE = ("ImprintCopies", "ImprintLine"), "ImprintRule"
# without these some programs set a picture 3 mm to the right
_NO_DISTANCE = dict.fromkeys(("distT", "distB", "distL", "distR"), "0")
_FRAME = {
    "w": str(twips(OFFICIAL.text_width("upright"))),
    "hSpace": "0",
    "wrap": "around",
    "vAnchor": "margin",
    "hAnchor": "margin",
    "xAlign": "left",
    "yAlign": "bottom",
}


def finished(document: bytes, sections: Sequence[Section], plans: Sequence[TablePlan], sheet: Sheet) -> bytes:
    """Return ``document.xml`` with the look of an official document.

    Parameters
    ----------
    document : bytes
        As pandoc wrote it.
    sections : sequence of Section
        Their borders are marked in the text.
    plans : sequence of TablePlan
        One for every table, in order.
    sheet : Sheet
    """
    root = ElementTree.fromstring(document)  # noqa: S314 - pandoc's own, not a file from outside
    body = root.find(w("body"))
    assert body is not None
    _without_bookmarks(body)
    for table, plan in zip(body.iter(w("tbl")), plans, strict=True):
        set_table(table, plan)
    for number, picture in enumerate(body.iter(f"{{{NAMESPACES['wp']}}}inline"), start=1):
        _picture(picture, number, sheet)
    _tabs(body)
    if sheet.official:
        _signature(body)
        _imprint(body)
    _divide(body, sections, sheet)
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def style_of(element: Element) -> str:
    """Return the id of a paragraph's style; empty for anything else."""
    found = element.find(f"{w('pPr')}/{w('pStyle')}") if element.tag == w("p") else None
    return "" if found is None else found.get(w("val"), "")


def _without_bookmarks(body: Element) -> None:
    """Take away the marks that pandoc sets at every heading; those that a link leads to stay."""
    wanted = {link.get(w("anchor")) for link in body.iter(w("hyperlink"))}
    marks = [mark for mark in body.iter(w("bookmarkStart")) if mark.get(w("name")) not in wanted]
    gone = {mark.get(w("id")) for mark in marks}
    for parent in list(body.iter()):
        for child in list(parent):
            if child.tag in (w("bookmarkStart"), w("bookmarkEnd")) and child.get(w("id")) in gone:
                parent.remove(child)


def _picture(inline: Element, number: int, sheet: Sheet) -> None:
    """Keep a picture inside the type area; say its text once, and nothing of where it came from."""
    extent = inline.find(f"{{{NAMESPACES['wp']}}}extent")
    assert extent is not None
    width, height = int(extent.get("cx", "1")), int(extent.get("cy", "1"))
    scale = min(sheet.text_width("upright") * EMU_A_MM / width, _HIGHEST_PICTURE * EMU_A_MM / height, 1)
    size = {"cx": str(round(width * scale)), "cy": str(round(height * scale))}
    for one in (extent, *inline.iter(f"{{{NAMESPACES['a']}}}ext")):
        one.attrib.update(size)
    inline.attrib.update(_NO_DISTANCE)
    named = {"id": str(number), "name": f"Picture {number}"}
    for one in inline.iter(f"{{{NAMESPACES['wp']}}}docPr"):
        one.attrib.update(named)
        one.attrib.pop("title", None)
    for one in inline.iter(f"{{{NAMESPACES['pic']}}}cNvPr"):
        one.attrib.clear()
        one.attrib.update(named)


def _tabs(body: Element) -> None:
    for run in body.iter(w("r")):
        for text in [one for one in run.findall(w("t")) if TAB in (one.text or "")]:
            place = list(run).index(text)
            run.remove(text)
            for part in reversed((text.text or "").split(TAB)):
                run.insert(place, _text(part.strip(" ")))
                run.insert(place, Element(w("tab")))
            run.remove(run[place])  # before the first part stands none


def _text(content: str) -> Element:
    found = Element(w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    found.text = content
    return found


def _signature(body: Element) -> None:
    """Centre the lines of the signature on each other, the longest of them four characters from the edge."""
    lines = [one for one in body.findall(w("p")) if style_of(one) == "Signature"]
    widths = [letters("".join(one.itertext())) for one in lines]
    for line, width in zip(lines, widths, strict=True):
        inset = round((4 + (max(widths) - width) / 2) * _LETTER)
        properties = line.find(w("pPr"))
        assert properties is not None
        if line is not lines[-1]:
            SubElement(properties, w("keepNext"))
        if line is lines[0]:
            SubElement(properties, w("spacing"), {w("before"): str(2 * 579)})
        SubElement(properties, w("ind"), {w("right"): str(inset)})


def _imprint(body: Element) -> None:
    """Put the imprint at the foot of the last page: a frame with a rule above, between and below its lines.

    All its paragraphs have the same frame, rules and indents, or programs would make several frames of it. So the
    rule between two lines is a tab, underlined.
    """
    lines = [one for one in body.findall(w("p")) if style_of(one) in _IMPRINT]
    for line in lines[:-1]:
        body.insert(list(body).index(line) + 1, _rule())
    framed = [one for one in body.findall(w("p")) if style_of(one) in (*_IMPRINT, _IMPRINT_RULE)]
    for paragraph in framed:
        properties = paragraph.find(w("pPr"))
        assert properties is not None
        SubElement(properties, w("framePr"), {w(name): value for name, value in _FRAME.items()})
        borders = SubElement(properties, w("pBdr"))
        for side in ("top", "bottom"):
            rule = {"val": "single", "sz": "8", "space": "1", "color": "000000"}
            SubElement(borders, w(side), {w(name): value for name, value in rule.items()})
    if framed:
        body.insert(list(body).index(framed[-1]) + 1, _last_line())


def _rule() -> Element:
    found = _paragraph_of(_IMPRINT_RULE)
    run = SubElement(found, w("r"))
    SubElement(SubElement(run, w("rPr")), w("u"), {w("val"): "single"})
    for _ in range(2):  # the first leads to the indent of the other lines
        SubElement(run, w("tab"))
    return found


def _last_line() -> Element:
    """Return a paragraph of no height: a frame and a table must be followed by one."""
    return _paragraph_of(style_id("Last Line"))


def _paragraph_of(style: str) -> Element:
    found = Element(w("p"))
    SubElement(SubElement(found, w("pPr")), w("pStyle"), {w("val"): style})
    return found


def _divide(body: Element, sections: Sequence[Section], sheet: Sheet) -> None:
    """End a section at every mark, in the paragraph before it, and the last one at the end of the text."""
    marks = [one for one in body if style_of(one) == style_id(BREAK)]
    for mark, section in zip(marks, sections[:-1], strict=True):
        place = list(body).index(mark)
        body.remove(mark)
        before = body[place - 1] if place else None
        if before is None or before.tag != w("p") or before.find(f"{w('pPr')}/{w('sectPr')}") is not None:
            before = _last_line()
            body.insert(place, before)
        properties = before.find(w("pPr"))
        if properties is None:
            properties = Element(w("pPr"))
            before.insert(0, properties)
        properties.append(section_properties(section, sheet))
    for old in body.findall(w("sectPr")):
        body.remove(old)
    body.append(section_properties(sections[-1], sheet))
