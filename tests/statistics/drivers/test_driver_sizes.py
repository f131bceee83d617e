"""Which effects the sentences name: the largest first, numbers over two deviations, and none that is small."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from hotline_analysis.statistics.drivers import from_frame, summarise
from hotline_analysis.statistics.drivers.report import DriverReport, analyse_patterns
from hotline_analysis.statistics.drivers.sizes import with_sizes
from hotline_analysis.statistics.drivers.what_if import WhatIf

FACTORS = ["days", "reworked", "told"]


def _days(unit: int, days: float) -> int:
    return round((4 + (unit % 3 - 1) / 4) * days)


def _parts(unit: int, again: int, told: int) -> int:
    return (6 + unit % 2 * 2 - 1) * again - (2 + unit // 2 % 3 - 1) * told


@pytest.fixture(scope="module")
def report() -> DriverReport:
    """Of twelve units with answers for 0 and 4 days, reworked or not, told or not: each takes its part off the good."""
    rows = [
        (f"u{unit:02}", days, bool(again), bool(told), 100, 80 - _days(unit, days) - _parts(unit, again, told))
        for unit in range(12) for days in (0.0, 4.0) for again in (0, 1) for told in (0, 1)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["unit", *FACTORS, "of", "good"])
    return analyse_patterns(from_frame(frame, outcome="good", trials="of", factors=FACTORS), labels={"days": "天数"})


def said(report: DriverReport, **bounds: tuple[float, float, float]) -> str:
    """The second sentence, had the effects of some factors been otherwise."""
    effects = report.effects.copy()
    for factor, found in bounds.items():
        effects.loc[effects["factor"] == factor, ["effect_pp", "low", "high"]] = found
    sized = with_sizes(effects.assign(claimed=True), report.fit.patterns)
    return summarise(replace(report, effects=sized)).sentences[1]


def test_a_number_is_judged_over_two_standard_deviations(report):
    """Half waited no day and half four: the standard deviation is two days."""
    sizes = report.effects.set_index("factor")
    assert sizes["span"].to_dict() == {"days": 4.0, "reworked": 1.0, "told": 1.0}
    # four points a day are sixteen over four days: more than the six of rework
    assert sizes["size_pp"].round().to_dict() == {"days": 16, "reworked": 6, "told": 2}
    assert not sizes["small"].any()


def test_the_largest_is_named_first(report):
    text = said(report)
    assert text.index("天数") < text.index("返工") < text.index("told")
    text = said(report, days=(-0.5, -0.6, -0.4))
    assert text.index("返工") < text.index("天数")


def test_what_is_small_is_counted_and_not_named(report):
    text = said(report, told=(0.1, 0.05, 0.15))
    assert "told" not in text
    assert text.endswith("；有1项关联可靠但很小，见附表。")
    # the ends of the interval decide: this one may be as large as 1.2 points
    assert "told" in said(report, told=(0.7, 0.2, 1.2))
    # 0.2 points a day are 0.8 over four days, 0.3 are 1.2
    assert "天数" not in said(report, days=(-0.15, -0.2, -0.1))
    assert "天数" in said(report, days=(-0.2, -0.3, -0.1))


def test_where_all_is_small_no_effect_is_a_headline(report):
    little = dict.fromkeys(FACTORS, (0.1, 0.05, 0.15))
    assert said(report, **little).endswith("未发现与该项比率有较大关联的因素；有3项关联可靠但很小，见附表。")


def test_a_change_that_is_small_is_said_to_be(report):
    def third(change: float, low: float, high: float) -> str:
        one = WhatIf(
            now=0.8, then=0.8 + change / 100, change_pp=change, se=0.1, low=low, high=high,
            p=0.01, df=11.0, affected=0.1, notes=(),
        )  # fmt: skip
        found = replace(report, what_ifs={"多告知": one})
        return summarise(found, wished={"多告知": ("told",)}).sentences[2]

    small = "按模型测算，即使多告知，该项比率的变化预计也很小（95%置信区间0.1至0.3个百分点）"
    assert third(0.2, 0.1, 0.3).startswith(small)
    assert "如多告知" in third(2.0, 0.8, 3.2)
