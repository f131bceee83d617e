"""Justified Chinese lines for WeasyPrint, which by itself only widens the spaces between words.

Chinese has no spaces: a line that ends early, because a stop must not begin the next one or because
figures are narrower than characters, would leave the right edge ragged. Here what is missing is spread over
the gaps around the Chinese characters, as a word processor does. Figures and words of letters keep together, so that
a reader can search for them and copy them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

_boxes: Any = import_module("weasyprint.formatting_structure.boxes")
_inline: Any = import_module("weasyprint.layout.inline")
_line_break: Any = import_module("weasyprint.text.line_break")

_ffi_module: Any = import_module("weasyprint.text.ffi")
_ffi, _pango, _units = _ffi_module.ffi, _ffi_module.pango, _ffi_module.TO_UNITS

# Figures and words of letters, which keep together.
_RIGID = re.compile(r"[0-9A-Za-z.,%/+-]+")
# A line that lacks more than this share of its size per gap was broken on purpose, or by a long foreign word;
# spread any wider, its characters would look like a word spelled out.
_WIDEST_GAP = 0.15


@contextmanager
def chinese_justification() -> Iterator[None]:
    """Justify Chinese lines between their characters while the block runs."""
    original = _inline.justify_line

    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        texts = list(_texts(line))
        # Pango puts half a gap before and half after every character, so there are as many as characters.
        gaps = sum(len(_RIGID.sub("", box.text.rstrip())) for box in texts)
        if gaps < 1 or not _is_chinese("".join(box.text for box in texts)):
            original(context, line, extra_width)
        elif extra_width / gaps <= _WIDEST_GAP * line.style["font_size"]:
            _spread(context, line, extra_width / gaps, 0.0)

    _inline.justify_line = justify_line
    try:
        yield
    finally:
        _inline.justify_line = original


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, _boxes.TextBox):
        yield box
    elif isinstance(box, (_boxes.LineBox, _boxes.InlineBox)):
        for child in box.children:
            yield from _texts(child)


def _is_chinese(text: str) -> bool:
    wide = sum("\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" for char in text)
    # A sentence of figures is Chinese too: half of its characters are digits and signs.
    return 4 * wide > len(text)


def _spread(context: Any, box: Any, gap: float, shift: float) -> float:
    """Move a box by what the boxes before it grew, widen its gaps, and return the shift for the next one."""
    if isinstance(box, _boxes.TextBox):
        box.position_x += shift
        return shift + _widen(context, box, gap)
    if not isinstance(box, (_boxes.LineBox, _boxes.InlineBox)):
        box.translate(shift, 0)
        return shift
    box.position_x += shift
    before = shift
    for child in box.children:
        if child.is_in_normal_flow():
            shift = _spread(context, child, gap, shift)
    box.width += shift - before
    return shift


def _widen(context: Any, box: Any, gap: float) -> float:
    """Set the text of a box wider and return how much room it takes in addition."""
    if not box.text:
        return 0.0
    layout = _line_break.create_layout(box.text, box.style, context, None, 0)
    layout.__class__, layout.gap = _SpreadLayout, gap
    layout.set_text(layout.text)
    line, _ = layout.get_first_line()
    width, _ = _line_break.line_size(line, box.style)
    layout.deactivate()
    grown = float(width - box.width)
    box.pango_layout, box.width = layout, width
    return grown


class _SpreadLayout(_line_break.Layout):  # type: ignore[misc]
    """A layout that sets a gap around every character but those of figures and words of letters.

    WeasyPrint sets the text again when it draws, so the gap has to be part of setting it.
    """

    gap = 0.0

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        found = _pango.pango_layout_get_attributes(self.layout)
        spaced = found if found != _ffi.NULL else _ffi.gc(_pango.pango_attr_list_new(), _pango.pango_attr_list_unref)
        own = self.style["letter_spacing"]
        units = int(((0 if own == "normal" else own) + self.gap) * _units)
        for start, end in _loose(self.text):
            attribute = _pango.pango_attr_letter_spacing_new(units)
            attribute.start_index, attribute.end_index = start, end
            _pango.pango_attr_list_change(spaced, attribute)
        _pango.pango_layout_set_attributes(self.layout, spaced)


def _loose(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text, in bytes, that may be set wider."""
    at = 0
    for part in _RIGID.split(text):
        start = text.index(part, at)
        at = start + len(part)
        if part:
            yield len(text[:start].encode()), len(text[:at].encode())
