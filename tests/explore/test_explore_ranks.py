"""Places under other numbers, against the published totals and arithmetic on the published counts."""

from __future__ import annotations

import re
from fractions import Fraction

import pandas as pd
import pytest

from hotline_analysis.explore import Month
from hotline_analysis.schemes import changed_scheme, load_scheme, score

DEDUCTED = {"rejected_cases.return_rejected.off": ("return_rejected", Fraction(2, 10))}


def places(totals: pd.Series, groups: pd.Series) -> dict[str, int]:
    """One more than the number of units of the group with a higher total."""
    return {
        unit: 1 + int(sum(other > total for other in totals[groups == groups[unit]])) for unit, total in totals.items()
    }


def exact(column: pd.Series) -> pd.Series:
    return column.map(Fraction)


def moved(page: pd.DataFrame, totals: pd.Series) -> dict[str, int]:
    """Places gained by every unit that changes place."""
    then = places(totals, page["group"])
    gained = {unit: int(page.loc[unit, "rank"]) - place for unit, place in then.items()}
    return {unit: number for unit, number in gained.items() if number}


def test_no_points_off_for_rejected_returns(month: Month, page: pd.DataFrame) -> None:
    (key, (count, off)) = next(iter(DEDUCTED.items()))
    totals = exact(page["total"]) + off * page[count].astype(int)
    view = month.ranks_under({key: 0})
    wanted = moved(page, totals)
    assert wanted
    body = view.html[view.html.index("<tbody") :]
    rows = dict(re.findall(r"<th[^>]*>([^<]+)</th>.*?>(升|降)(?=\d)", body, re.S))
    assert rows == {unit: "升" if number > 0 else "降" for unit, number in wanted.items()}
    facts = {fact.key: fact.value for fact in view.facts}
    assert facts["view.moved"] == len(wanted)
    assert facts["view.furthest"] == max(map(abs, wanted.values()))
    assert all(facts[f"view.move.{unit}"] == number for unit, number in wanted.items())


def test_places_that_satisfaction_costs(month: Month, page: pd.DataFrame) -> None:
    """马坡岭街道 lost 0.6 by its place in satisfaction, and nothing else: without that it is first with the others."""
    facts = {fact.key: fact.text for fact in month.ranks_under({"satisfaction_place.off_per_place": 0}).facts}
    assert page.loc["马坡岭街道", ["total", "rank"]].tolist() == ["69.4", "10"]
    assert (facts["view.then.马坡岭街道.total"], facts["view.then.马坡岭街道.rank"]) == ("70", "1")


def test_the_variants_of_the_scheme_move_nobody(month: Month) -> None:
    """The page cannot tell its three sets of rules apart: the scheme's own file says so."""
    assert "名次均不变" in month.ranks_under(scheme="furong-2020:distinct_places").html


def test_sets_of_places_hold_the_places(month: Month) -> None:
    frame = month.ranks_possible(draws=500).frame
    assert (frame["simultaneous_low"] <= frame["rank"]).all()
    assert (frame["rank"] <= frame["simultaneous_high"]).all()


@pytest.mark.parametrize("sample", ["furong-2022", "yunxi-2022", "yueyang-2017"])
def test_every_number_of_a_scheme_can_be_changed_and_changed_back(sample: str) -> None:
    from hotline_analysis.schemes import scheme_knobs

    scheme = load_scheme(sample)
    for knob in scheme_knobs(scheme):
        other = knob.value / 2 if knob.path[-1] == "weight" else knob.value + 1
        then = {one.key: one.value for one in scheme_knobs(changed_scheme(scheme, {knob.key: other}))}
        assert then[knob.key] == other
        assert changed_scheme(scheme, {knob.key: knob.value}).model_dump(exclude={"full_marks"}) == scheme.model_dump(
            exclude={"full_marks"}
        )


def test_marks_go_on_adding_up() -> None:
    changed = changed_scheme(load_scheme("furong-2022"), {"on_time_signing.marks": 8, "problem_resolution.marks": 25})
    assert (changed.dimensions["response"].marks, changed.dimensions["resolution"].marks) == (33, 40)
    assert changed.full_marks == 108


def test_weights_share_what_is_left() -> None:
    changed = changed_scheme(load_scheme("yunxi-2022"), {"composite_index.rework_rate.weight": "0.6"})
    terms = changed.dimensions["index"].items["composite_index"].rule.terms
    weights = {term.metric: term.weight for term in terms}
    assert sum(weights.values()) == 1
    assert weights["closure_rate"] == weights["on_time_closure_rate"]
    assert float(weights["closure_rate"]) == pytest.approx(0.4 * 0.3 / 0.8)


def test_a_changed_scheme_scores_as_its_file_would(month: Month, tmp_path: object) -> None:
    file = month.save_scheme(f"{tmp_path}/mine.yaml", {"lateness.off": 3, "rounding.total.decimals": 2})
    ours = score(month.data.now.table, load_scheme(file))
    view = changed_scheme(month.data.scheme, {"lateness.off": 3, "rounding.total.decimals": 2})
    assert ours.totals == score(month.data.now.table, view).totals
