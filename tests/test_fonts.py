from matplotlib import font_manager

from hotline_analysis import fonts


def test_only_the_two_noto_fonts_are_used():
    assert {fonts.font_path(face).name for face in fonts.FAMILIES} == {
        "NotoSansCJKsc-Regular.otf",
        "NotoSerifCJKsc-Regular.otf",
    }


def test_every_stack_ends_in_a_packaged_family_and_a_generic_one():
    for role in fonts.STACKS:
        *_, packaged, generic = fonts.css_stack(role).split(", ")
        assert packaged.strip('"') in fonts.FAMILIES.values()
        assert generic in {"serif", "sans-serif"}


def test_the_wanted_faces_of_the_standard_come_first():
    assert fonts.STACKS["fangsong"][0] == "FangSong_GB2312"
    assert fonts.STACKS["hei"][0] == "SimHei"
    assert "方正小标宋简体" in fonts.STACKS["title"]


def test_a_bulletin_can_be_shown_completely():
    text = "湘潭市12345热线〔2019〕第12期：①满意率54.11％，㎡、℃、“引号”——……·＝÷×±≥≤"
    for face in fonts.FAMILIES:
        assert fonts.missing_glyphs(text, face) == {}


def test_missing_glyphs_are_named_with_their_code_points():
    assert fonts.missing_glyphs("好评😀，𪚥") == {"😀": "U+1F600", "𪚥": "U+2A6A5"}


def test_characters_that_leave_no_mark_need_no_glyph():
    assert fonts.missing_glyphs("一\n\t\r\u200b\u200d\ufe0f\u3000\u00a0\ufeff二") == {}


def test_registering_for_matplotlib_twice_changes_nothing():
    family = fonts.register_matplotlib()
    before = len(font_manager.fontManager.ttflist)
    assert fonts.register_matplotlib() == family == "Noto Sans CJK SC"
    assert len(font_manager.fontManager.ttflist) == before
    assert font_manager.findfont(family) == str(fonts.font_path("sans"))
