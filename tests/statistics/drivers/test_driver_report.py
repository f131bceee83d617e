from importlib import resources

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from hotline_analysis.statistics.drivers.analysing import analyse, analyse_unit_table
from hotline_analysis.statistics.drivers.frames import from_frame
from hotline_analysis.statistics.drivers.problems import OutcomeError, SeparationError
from hotline_analysis.statistics.drivers.report import analyse_patterns
from hotline_analysis.statistics.drivers.summary import NOT_CAUSE, summarise_failure
from hotline_analysis.statistics.drivers.what_if import Change

UNITS = 24


def _tickets(size=6000, *, driven=True):
    rng = np.random.default_rng(21)
    days = rng.integers(0, 10, size)
    received = pd.Timestamp("2024-03-01 09:00") + pd.to_timedelta(rng.integers(0, 28, size), unit="D")
    reworked = (rng.random(size) < 0.1).astype(int)
    channel = rng.choice(["电话", "网络"], size, p=[0.7, 0.3])
    line = 1.5 - 0.15 * days - 1.2 * reworked if driven else np.full(size, 1.5)
    satisfied = np.where(rng.random(size) < expit(line), "yes", "no")
    answered = rng.random(size) < np.where(channel == "网络", 0.5, 0.8)
    return pd.DataFrame(
        {
            "id": [f"{number}" for number in range(size)], "received": received,
            "closed": received + pd.to_timedelta(days, unit="D"),
            "unit": [f"单位{number % UNITS:02d}" for number in range(size)],
            "reworked": reworked, "channel": channel, "revisit": np.where(answered, "revisited", "unanswered"),
            "satisfied": np.where(answered, satisfied, None),
        }
    )  # fmt: skip


FACTORS = ["waiting_days", "reworked", "channel"]


@pytest.fixture(scope="module")
def report():
    return analyse(_tickets(), factors=FACTORS, rake_by=["channel"], when="2024年3月")


def test_a_report_has_all_its_parts(report):
    assert report.flow.count("tickets") == 6000
    assert report.flow.count("analysed") == report.rate["answers"] == int(report.fit.trials)
    assert report.nonresponse.called == 6000
    assert report.nonresponse.rates["method"].tolist() == ["as answered", "inverse probability", "raking"]
    assert report.checks[["gee", "mixed"]].notna().all(axis=None)
    assert len(report.units.table) == UNITS
    assert report.importance.table["share"].sum() == pytest.approx(report.fit.mcfadden)
    assert report.effects.set_index("factor")["claimed"].to_dict() == {
        "waiting_days": True,
        "reworked": True,
        "channel": False,
    }
    assert set(report.what_ifs) == {"超过5天的办理时间减半", "无一返工"}
    assert report.notes[-1].startswith("Association is not cause")


def test_the_plain_rate_is_that_of_the_tickets(report):
    tickets = _tickets()
    asked = tickets[tickets["revisit"] == "revisited"]
    assert report.rate["rate"] == pytest.approx((asked["satisfied"] == "yes").mean())


def test_the_summary_says_what_stands_and_nothing_else(report):
    first, second, third = report.summary.sentences
    assert first.startswith(f"2024年3月，纳入分析的回访评价共{report.rate['answers']}件，涉及24个责任单位，满意率为")
    row = report.effects.set_index("factor").loc["reworked"]
    size = f"平均低{-row['effect_pp']:.1f}个百分点（95%置信区间{-row['high']:.1f}至{-row['low']:.1f}）"
    assert f"“返工”工单的满意率{size}" in second
    assert "“办理天数”每增加1天，满意率平均降低" in second
    assert "诉求渠道" not in report.summary.text
    assert "McFadden" in third
    assert report.summary.text.endswith(NOT_CAUSE)


def test_nothing_is_said_of_data_without_drivers():
    found = analyse(_tickets(driven=False), factors=FACTORS)
    assert not found.effects["claimed"].any()
    assert "未发现与满意率存在可靠关联的因素" in found.summary.sentences[1]
    assert "不足以作出判断" in found.summary.sentences[2]
    for label in ("办理天数", "返工", "诉求渠道"):
        assert label not in found.summary.text


def test_own_what_ifs_and_labels():
    found = analyse(
        _tickets(2000),
        factors=FACTORS,
        what_ifs={"全部一天办结": Change("waiting_days", to=1)},
        labels={"reworked": "发回重办"},
    )
    assert list(found.what_ifs) == ["全部一天办结"]
    assert found.label("reworked") == "发回重办"
    assert found.effects.set_index("factor").loc["reworked", "zh"] == "发回重办"


def test_a_unit_table():
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {"unit": [f"u{n}" for n in range(30)], "overdue": rng.integers(0, 30, 30), "assigned": 200, "revisited": 100}
    )
    table["satisfied"] = rng.binomial(100, expit(2 - 0.1 * table["overdue"]))
    found = analyse_unit_table(
        table,
        successes="satisfied",
        trials="revisited",
        factors=["overdue"],
        per={"overdue": "assigned"},
        labels={"overdue": "逾期率"},
    )
    assert found.nonresponse is None
    assert found.flow is None
    assert "quasi-binomial" in found.fit.method
    assert "在其他因素相同的单位之间，“逾期率”每增加1个百分点，满意率平均降低" in found.summary.text
    assert any("one row a unit" in note for note in found.notes)


def test_the_published_table_of_xiangtan():
    # the page of November 2019: 1,218 of 2,251 called back were satisfied
    folder = resources.files("hotline_analysis.samples") / "xiangtan-2019-11"
    table = pd.read_csv(str(folder / "units.csv")).query("row_type == 'unit'")
    factors = ["returned", "overdue", "unanswered_to_citizen", "phone_supervised"]
    found = analyse_unit_table(
        table, successes="satisfied", trials="revisited", factors=factors, per=dict.fromkeys(factors, "assigned")
    )
    assert (found.fit.successes, found.fit.trials) == (1218, 2251)
    assert found.fit.dispersion > 1
    assert len(found.units.table) == found.fit.n_clusters == 51
    assert "满意率为54.1%" in found.summary.text


def test_levels_of_one_outcome_are_put_together_and_said():
    tickets = _tickets()
    tickets.loc[tickets.index[:300], "channel"] = "来信"
    tickets.loc[tickets.index[:300], "satisfied"] = tickets["satisfied"].where(tickets["satisfied"].isna(), "yes")
    found = analyse(tickets, factors=FACTORS)
    assert any("one outcome only" in note and "来信" in note for note in found.notes)
    assert np.isfinite(found.fit.params).all()


def test_where_nothing_can_be_said_it_is_said_why():
    rows = pd.DataFrame({"unit": list("abcdefghijkl") * 10, "late": [True, False] * 60, "satisfied": 1})
    with pytest.raises(OutcomeError) as caught:
        analyse_patterns(from_frame(rows, outcome="satisfied", factors=["late"]))
    text = summarise_failure(caught.value, when="2024年3月").text
    assert text.startswith("2024年3月的数据无法作影响因素分析。原因是全部评价结果相同")
    rows["satisfied"] = rows["late"].astype(int)
    with pytest.raises(SeparationError) as parted:
        analyse_patterns(from_frame(rows, outcome="satisfied", factors=["late"]))
    assert "完全对应" in summarise_failure(parted.value).text


def test_one_unit_alone_has_its_report():
    found = analyse(_tickets(2000).assign(unit="甲"), factors=FACTORS)
    assert found.units is None
    assert any("one unit only" in note for note in found.notes)
    assert any("random intercept left out" in note for note in found.notes)
    assert "涉及1个责任单位" in found.summary.text


@pytest.mark.parametrize(
    ("formula", "term"),
    [
        ("waiting_days + reworked * channel", "reworked[T.True]:channel[T.网络]"),
        ("bs(waiting_days, df=4) + reworked", "bs(waiting_days, df=4)[3]"),
        ("cr(waiting_days, df=4, constraints='center') + reworked", "reworked[T.True]"),
        ("log1p(waiting_days) + C(channel, Treatment('网络'))", "C(channel, Treatment('网络'))[T.电话]"),
    ],
)
def test_a_formula_reaches_every_part(formula, term):
    found = analyse(_tickets(3000), factors=FACTORS, formula=formula)
    assert term in found.fit.terms
    assert found.gee.terms == found.mixed.terms == found.fit.terms
    assert found.diagnostics.cross_validation.folds == 10
    assert found.diagnostics.calibration.table["tickets"].sum() == found.fit.trials
    assert set(found.diagnostics.vif["group"]) == set(found.importance.table["group"])
    assert set(found.diagnostics.influence["unit"]) == set(found.units.table["unit"])
