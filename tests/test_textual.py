from __future__ import annotations

import pandas as pd

from hotline_analysis.textual import aligned, width


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert (width("a"), width("办"), width("％"), width("")) == (1, 2, 2, 0)


def test_columns_are_aligned_figures_to_the_right() -> None:
    frame = pd.DataFrame({"单位": ["甲", "some unit"], "total": ["9.5", "100"], "grade": ["", "A"]}, dtype=object)
    assert aligned(frame).split("\n") == [
        "单位       total  grade",
        "---------  -----  -----",
        "甲           9.5",
        "some unit    100  A",
    ]


def test_every_line_is_as_wide_as_its_header() -> None:
    frame = pd.DataFrame({"unit": ["雨湖区人民政府", "a"], "rank": ["1", "-2"]}, dtype=object)
    head, rule, *rows = aligned(frame).split("\n")
    assert [width(row) for row in rows] == [width(rule)] * 2
    assert width(head) == width(rule)


def test_an_empty_table() -> None:
    assert aligned(pd.DataFrame({"unit": [], "total": []}, dtype=object)) == "unit  total\n----  -----"
