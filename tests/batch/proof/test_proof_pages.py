"""Two pages compared by what they show."""

from __future__ import annotations

import pytest
from printed_facts import fact

from hotline_analysis.batch.proof.pages import page_changes, strange_facts

FACTS = [
    fact("s1.closed", "8306", "办结工单"),
    fact("s1.rate", "97.37", "办结率", "%", definition="办结率＝办结数÷应办结数", numerator="111", denominator="114"),
    fact("s2.rate", "97.37", "签收率", "%", definition="签收率＝签收数÷应签收数", numerator="111", denominator="114"),
]
PAGE = """<html><head><title>x</title><style>p {color: red}</style></head><body><p>本期办结
<data class="fact" value="8306" title="办结工单（来源：附表）">8306件</data>，办结率
<data class="fact" value="97.37" title="办结率＝办结数÷应办结数：111÷114">97.37%</data>。</p>
<table><tr><td><data class="fact" value="97.37" title="签收率＝签收数÷应签收数：111÷114">97.37</data></td></tr></table>
<img alt="各单位得分" src="data:image/png;base64,AAAA"></body></html>"""


def test_the_same_page() -> None:
    assert page_changes(PAGE, PAGE, FACTS) == []
    assert strange_facts(PAGE, FACTS) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("8306件", "8406件", "办结工单 [s1.closed]: “8406件” → “8306件”"),
        ("97.37</data></td>", "99.37</data></td>", "签收率 [s2.rate]: “99.37” → “97.37”"),
        ("97.37%", "79.37%", "办结率 [s1.rate]: “79.37%” → “97.37%”"),
        ("本期办结", "本月办结", "“本月办结” → “本期办结”"),
        ("<p>本期", "<p><b>伪</b>本期", "“伪” → nothing"),
        ("base64,AAAA", "base64,BBBB", "a picture (各单位得分) → a picture (各单位得分)"),
        ("color: red", "color: blue", "the two show the same, but differ in styles or attributes"),
    ],
)
def test_what_was_touched(was: str, now: str, said: str) -> None:
    assert page_changes(PAGE.replace(was, now, 1), PAGE, FACTS) == [said]


def test_a_hidden_value_that_was_touched() -> None:
    (line,) = page_changes(PAGE.replace('value="8306"', 'value="9"'), PAGE, FACTS)
    assert line.startswith("办结工单 [s1.closed]: “8306件” [value 9; ")


def test_a_figure_that_no_fact_says() -> None:
    assert strange_facts(PAGE.replace("8306件", "8406件"), FACTS) == [
        "the page shows “8406件” for “办结工单（来源：附表）”, which no fact says"
    ]


def test_an_explanation_of_several_lines_is_told_in_one() -> None:
    page = '<p><data class="fact" value="8" title="办结工单&#10;来源：附表">8件</data></p>'
    (line,) = strange_facts(page, [])
    assert line == "the page shows “8件” for “办结工单 来源：附表”, which no fact says"
