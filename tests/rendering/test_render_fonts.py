import io

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont

from hotline_analysis.fonts import font_path
from hotline_analysis.rendering.webfonts import subset_woff
from hotline_analysis.rendering.weights import WEIGHTS, heavier


def test_a_web_font_has_exactly_the_characters_asked_for():
    font = TTFont(io.BytesIO(subset_woff("市长热线12345，")))
    assert font.flavor == "woff"
    assert {chr(code) for code in font.getBestCmap()} == set("市长热线12345，")


def test_a_web_font_is_the_same_for_the_same_characters():
    assert subset_woff("市长热线") == subset_woff("线热长市市")
    assert subset_woff("市长热线") != subset_woff("市长热线", face="serif")


def test_a_web_font_of_a_whole_bulletin_is_small():
    assert len(subset_woff("".join(chr(0x4E00 + 9 * i) for i in range(1000)))) < 250_000


def _area(font: TTFont, char: str) -> float:
    glyphs = font.getGlyphSet()
    pen = AreaPen(glyphs)
    glyphs[font.getBestCmap()[ord(char)]].draw(pen)
    return abs(pen.value)


@pytest.mark.parametrize("family", WEIGHTS)
def test_a_heavier_font_has_more_ink_on_the_same_width(family):
    regular = TTFont(font_path(WEIGHTS[family][0]))
    heavy = TTFont(io.BytesIO(heavier("通报😀", family)))
    assert {chr(code) for code in heavy.getBestCmap()} == {"通", "报"}
    assert _area(heavy, "通") > 1.15 * _area(regular, "通")
    name = heavy.getBestCmap()[ord("通")]
    assert heavy["hmtx"][name][0] == 1000
    assert heavier("报通", family) == heavier("通报", family)
