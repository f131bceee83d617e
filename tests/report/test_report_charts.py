from __future__ import annotations

import base64
import io
from fractions import Fraction

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from office import Office
from PIL import Image
from shown import Shown

from hotline_analysis.errors import RenderError
from hotline_analysis.report import Fact
from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts import losses_chart, ranking_chart, shares_chart, volume_chart


def number(value: object, unit: str = "分") -> Fact:
    return Fact("k", "数", Fraction(str(value)), str(value), unit, 2, "表")


def shares(names: tuple[str, ...] = ("甲", "乙")) -> Chart:
    numbers = [number(30, "件"), number(10, "件")]
    return shares_chart(names, numbers, [number("75.00", "%"), number("25.00", "%")], caption="分布")


def ranking(names: tuple[str, ...] = ("甲", "乙")) -> Chart:
    return ranking_chart(names, [number(98.5), number(91)], number("94.75"), caption="得分", mean_label="平均")


def losses(names: tuple[str, ...] = ("甲", "乙")) -> Chart:
    items = {"办结": [number(4), number(0)], "满意": [number(1), number(2)]}
    return losses_chart(names, items, [number(5), number(2)], caption="失分")


def volume(names: tuple[str, ...] = ("甲", "乙")) -> Chart:
    rates = [number("90.00", "%"), number("50.00", "%")]
    return volume_chart(
        names,
        [number(100, "件"), number(4, "件")],
        rates,
        number("88.46", "%"),
        caption="量与率",
        volume_label="回访数",
        rate_label="满意率",
        small=30,
    )


CHARTS = [shares, ranking, losses, volume]
ALTERNATIVES = {
    shares: "分布。甲30（75.00%），乙10（25.00%）。",
    ranking: "得分。共2个单位，平均94.75分；甲最高，98.5分；乙最低，91分。",
    losses: "失分。甲失5分，乙失2分；这些单位在办结上失分最多。",
    volume: "量与率。共2个单位，其中1个不足30件；总体满意率88.46%；甲最高，90.00%；乙最低，50.00%。",
}


@pytest.mark.parametrize("chart", CHARTS)
def test_the_alternative_text_says_what_the_facts_say(chart: object) -> None:
    assert chart().alt == ALTERNATIVES[chart]  # type: ignore[operator, index]


@pytest.mark.parametrize("chart", CHARTS)
def test_the_same_chart_has_the_same_bytes(chart: object) -> None:
    assert chart().source == chart().source  # type: ignore[operator]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_leaves_nothing_behind(chart: object) -> None:
    before, figures = dict(mpl.rcParams), plt.get_fignums()
    chart()  # type: ignore[operator]
    assert plt.get_fignums() == figures
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("chart", CHARTS)
def test_a_character_without_a_glyph_is_an_error(chart: object) -> None:
    with pytest.raises(RenderError, match="a chart cannot be drawn: Glyph 57344"):
        chart(("甲\ue000", "乙"))  # type: ignore[operator]


@pytest.mark.parametrize("chart", CHARTS)
def test_settings_come_back_after_an_error(chart: object) -> None:
    before = dict(mpl.rcParams)
    with pytest.raises(RenderError):
        chart(("甲\ue000", "乙"))  # type: ignore[operator]
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("name", ["$\\nonsense{$", "a$b$c", "_x", "{x}", "%s", "办" * 60])
def test_names_are_drawn_as_they_are(chart: object, name: str) -> None:
    assert chart((name, "乙")).source.startswith("data:image/png;base64,")  # type: ignore[operator]


def test_a_chart_of_nothing_but_zeros_is_drawn() -> None:
    assert shares_chart(["甲"], [number(0)], None, caption="x").alt == "x。甲0。"
    assert losses_chart(["甲"], {"办结": [number(0)]}, [number(0)], caption="x").alt.startswith("x。甲失0分")


def test_units_of_equal_marks_are_drawn() -> None:
    chart = ranking_chart(["甲", "乙"], [number(100), number(100)], number(100), caption="x", mean_label="平均")
    assert "平均100分" in chart.alt


def test_pictures_of_the_five_are_small_and_have_alternatives(shown: Shown) -> None:
    for image in shown.soup.select("figure.doc-chart img"):
        png = base64.b64decode(str(image["src"]).partition(",")[2])
        assert len(png) < 150_000, image["alt"]
        assert Image.open(io.BytesIO(png)).width > 1000
        assert len(str(image["alt"])) > 10
        assert image.find_next_sibling("figcaption") is not None


def test_every_number_of_an_alternative_text_is_a_fact(shown: Shown) -> None:
    """Take every printed fact out of the text; no number with a unit may be left."""
    facts = sorted({str(fact) for fact in shown.bulletin.facts.book}, key=len, reverse=True)
    texts = sorted({fact.text for fact in shown.bulletin.facts.book}, key=len, reverse=True)
    for image in shown.soup.select("figure.doc-chart img"):
        left = str(image["alt"])
        for printed in (*facts, *texts):
            left = left.replace(printed, "")
        assert "%" not in left, image["alt"]
        assert "." not in left, image["alt"]


def test_no_picture_without_a_whole(office: Office) -> None:
    """A rate of the whole that cannot be worked out draws no line at 0."""
    header = ("unit", "assigned", "closed", "closed_on_time", "satisfaction_rate", "revisited")
    rows = [("甲", 9, 9, 9, "88.00", ""), ("乙", 9, 9, 9, "77.00", "")]
    office.case("now", rows, header=header)
    bulletin = office.open("[{section: volume_chart, metric: satisfaction_rate, volume: assigned, caption: x}]")
    assert "总体满意率-；甲最高，88.00%" in str(bulletin.body().markup)
