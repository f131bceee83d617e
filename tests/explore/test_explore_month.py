"""A month of sample tickets has the figures that the district published, and says what is wrong with a question."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from pyarrow import parquet as pq

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.explore import Month, load_month


def test_the_sample_is_kept_and_found_again(cache: Path, month: Month) -> None:
    (folder,) = (cache / "hotline-analysis").iterdir()
    made = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert {"tickets.parquet", "case.yaml", "report.yaml"} <= set(made)
    assert load_month("furong-2020-03").units == month.units
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == made


def test_counts_are_those_of_the_page(month: Month, page: pd.DataFrame) -> None:
    found = month.counts_by_unit("signed", "closed", "revisited", "satisfied").set_index("unit")
    for unit, row in page.iterrows():
        for count in ("signed", "closed", "revisited", "satisfied"):
            assert int(found.loc[unit, count]) == int(row[count]), (unit, count)
    assert list(found["signed"]) == sorted(found["signed"], reverse=True)


def test_rates_are_those_of_the_page(month: Month, page: pd.DataFrame) -> None:
    found = month.rates_by_unit("satisfaction_rate").set_index("unit")["satisfaction_rate"]
    assert found["马坡岭街道"] == Decimal(page.loc["马坡岭街道", "satisfaction_rate"])


def test_the_first_topics_are_those_of_the_page(month: Month) -> None:
    """社区工作220件、消费维权152件、建筑施工噪音147件: the published text."""
    found = month.counts_by_topic("signed").set_index("topic")["signed"]
    assert [int(found[name]) for name in ("社区工作", "消费维权", "建筑施工噪音")] == [220, 152, 147]
    assert month.topics()[:3] == ["社区工作", "消费维权", "建筑施工噪音"]


def test_the_course_ends_with_the_month(month: Month) -> None:
    course = month.counts_over_time("signed", "closed")
    assert course["period"].tolist() == [f"2019-{n:02}" for n in range(3, 13)] + ["2020-01", "2020-02", "2020-03"]
    assert course.iloc[-1][["signed", "closed"]].tolist() == [2172, 2050]
    assert month.rates_over_time("satisfaction_rate", periods=2)["satisfaction_rate"].tolist()[-1] == Decimal("99.42")


def test_the_funnel_has_the_units_of_the_page(month: Month, page: pd.DataFrame) -> None:
    funnel = month.funnel_by_unit("satisfaction_rate")
    called = page[page["revisited"].astype(int) > 0]
    assert dict(zip(funnel.names, funnel.trials, strict=True)) == called["revisited"].astype(int).to_dict()
    assert funnel.center == pytest.approx(1718 / 1728)
    assert funnel.label == "回访满意度"


def test_places_are_those_of_the_page(month: Month, page: pd.DataFrame) -> None:
    assert dict(zip(month.units, month.ranks_now().placing.ranks, strict=True)) == page["rank"].astype(int).to_dict()


def test_the_quality_report_is_of_all_tickets(month: Month) -> None:
    report = month.quality_report()
    assert report.read == report.stored == pq.read_metadata(month.tickets.files.path).num_rows


def test_a_tab_finds_names_by_family(month: Month) -> None:
    families = {name.partition("_")[0] for name in dir(month) if "_" in name and not name.startswith("_")}
    assert {"counts", "rates", "funnel", "profile", "ranks"} <= families
    assert {"马坡岭街道", "建筑施工噪音"} <= set(month._ipython_key_completions_())
    assert month["马坡岭街道"].spec == month.profile_of_unit("马坡岭街道").spec
    assert month["建筑施工噪音"].spec == month.profile_of_topic("建筑施工噪音").spec


def test_tables_serve_as_well_as_they_can(cache: Path) -> None:
    folder = load_month("furong-2020-03").data.case.folder.parent / "tables"
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text("period: 2020-03\nscheme: furong-2020\ntables: {units: units.csv}\n")
    (folder / "units.csv").write_text(
        "unit,group,signed,late_signed,late_returned,return_rejected,reworked,closed,late_closed,revisited,satisfied,extension_rate\n"
        "甲,街道,10,0,0,0,0,9,0,8,8,0\n乙,街道,20,1,0,0,0,20,1,10,9,0\n",
        encoding="utf-8",
    )
    month = load_month(folder)
    assert month.counts_by_unit("signed")["signed"].tolist() == ["10", "20"]
    assert "名次相邻" in month.profile_of_unit("乙").html
    with pytest.raises(UsageError, match="made of tables; only tickets"):
        month.counts_by_topic()
    with pytest.raises(UsageError, match="no report names this month"):
        month.profile_of_unit("乙").save_section()


def test_bare_tickets_need_a_period_and_no_scheme(month: Month) -> None:
    file = month.tickets.files.path
    bare = load_month(file, period="2020-03", language="en")
    assert bare.counts_by_unit("signed")["signed"].sum() == 2172
    assert re.sub("<[^>]+>", "", bare.profile_of_unit("马坡岭街道").html).startswith("In March, 马坡岭街道 had 93 ")
    with pytest.raises(UsageError, match="of which period"):
        load_month(file)


@pytest.mark.parametrize(
    ("ask", "kind", "said"),
    [
        (
            lambda month: load_month("furong-2020-3"),
            InputError,
            r"no such month; .*furong-2020-03",
        ),
        (lambda month: load_month("furong-2020-03", period="2020-02"), UsageError, "says its own period"),
        (
            lambda month: month.profile_of_unit("马坡领街道"),
            InputError,
            "no such unit; found .*; allowed: 马坡岭街道",
        ),
        (lambda month: month.profile_of_topic("噪声"), InputError, "no ticket has this topic; found '噪声'"),
        (lambda month: month.rates_by_unit("satisfaction"), UsageError, "no rate 'satisfaction' .did you mean"),
        (lambda month: month.counts_by_unit("singed"), UsageError, "no count or rate 'singed' .did you mean signed"),
        (lambda month: month.funnel_by_unit("closed"), UsageError, "no rate 'closed'"),
        (lambda month: month.ranks_under(), UsageError, "either changes .* or another scheme"),
        (
            lambda month: month.ranks_under({"lateness.of": 3}),
            UsageError,
            "states no number 'lateness.of'; allowed: late",
        ),
        (lambda month: month.ranks_under({"lateness.off": "much"}), UsageError, "lateness.off: 'much' is no number"),
        (lambda month: month.ranks_under({"lateness.off": -1}), InputError, "furong-2020, changed"),
        (lambda month: month.ranks_under(scheme="furong-2019"), InputError, "no such scheme"),
    ],
)
def test_a_wrong_question_gets_one_clear_answer(month: Month, ask: object, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        ask(month)  # type: ignore[operator]


def test_what_a_month_and_a_view_say_in_a_terminal(month: Month) -> None:
    assert repr(month) == "<Month: 芙蓉区 2020-03, 43 units, 2172 tickets signed for, scheme furong-2020>"
    assert repr(month.ranks_under({"lateness.off": 5})) == "<View: rank_moves lateness.off=5>"
    assert "27122" not in month._repr_html_()
    assert "month.quality_report()" in month._repr_html_()
