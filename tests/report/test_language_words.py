"""What an English bulletin says: written out as a person would write it, from the tables of a small office."""

from __future__ import annotations

import pytest
from office import Office, soup_of

from hotline_analysis.report import Fact, open_bulletin

OVERVIEW = (
    "[{section: overview, counts: [{count: assigned, label: case assigned|cases assigned}], rates: [closure_rate]}]"
)
ENGLISH = {"language": "en", "place": "the city", "ours": "our city"}
ONE = (("North", 1, 1, 1, 1, 1),)
UNITS = (("North", 1200, 1190, 1180, 500, 450), ("South", 800, 800, 760, 300, 300), ("East", 90, 80, 72, 4, 1))


@pytest.fixture
def city(office: Office) -> Office:
    office.case("now", UNITS)
    return office


def said(city: Office, parts: str, **options: object) -> str:
    return city.said(parts, keys=ENGLISH, **options)


def test_numbers_have_commas_and_rates_their_counts(city: Office) -> None:
    assert said(city, OVERVIEW) == (
        "In May 2024, the city recorded 2,090 cases assigned.\nIn May, the closure rate was 99.04% (2,070 of 2,090)."
    )


def test_one_case_is_not_plural(city: Office) -> None:
    city.case("now", ONE)
    assert said(city, OVERVIEW).startswith("In May 2024, the city recorded 1 case assigned.")


def test_changes_say_more_than_what(city: Office) -> None:
    city.case("before", (("North", 1000, 900, 900, 400, 300), ("South", 1000, 1000, 900, 300, 300)))
    city.case("year", (("North", 2090, 2090, 2090, 400, 300),))
    assert said(city, OVERVIEW, previous="before", year_before="year") == (
        "In May 2024, the city recorded 2,090 cases assigned, 90 more than in the previous month (up 4.50%) and the "
        "same as a year earlier.\n"
        "In May, the closure rate was 99.04% (2,070 of 2,090), 4.04 percentage points higher than in the previous "
        "month and 0.96 percentage points lower than a year earlier."
    )


@pytest.mark.parametrize(
    ("keys", "definition"),
    [(ENGLISH, " = (this period - earlier period) / earlier period"), ({}, "＝（本期－上期）÷上期")],
)
def test_a_change_by_per_cent_says_what_it_was_made_of(city: Office, keys: dict[str, str], definition: str) -> None:
    city.case("before", (("North", 1000, 900, 900, 400, 300), ("South", 1200, 1000, 900, 300, 300)))
    one = city.open(OVERVIEW, keys=keys, previous="before")
    one.body()
    facts = {fact.key.partition(".")[2]: fact for fact in one.facts.book}
    fact = facts["assigned.previous.percent"]
    assert (fact.numerator, fact.denominator, fact.text) == (-110, 2200, "5.00")  # 2090 now
    assert fact.definition == fact.label + definition
    assert facts["closure_rate.previous"].denominator is None  # of points: a difference of two rates


def test_a_single_percentage_point_is_not_plural(city: Office) -> None:
    city.case("now", (("North", 100, 96, 90, 50, 40),))
    city.case("before", (("North", 100, 95, 90, 50, 40),))
    text = said(city, OVERVIEW, previous="before")
    assert "1.00 percentage points higher" in text  # with decimals the plural is right
    office_keys = {**ENGLISH, "numbers": "{rates: drop, shares: drop}"}
    assert "1 percentage point higher" in city.said(OVERVIEW, keys=office_keys, previous="before")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("by: closed, top: 2", "Top 2 units by tickets closed, in order: North (1,190) and South (800)."),
        ("by: closed, top: 1", "The unit with the most tickets closed: North (1,190)."),
        (
            "by: closure_rate, at_least: 95, where: [{of: assigned, at_least: 100}]",
            "Units with a closure rate of 95% or more and 100 or more tickets assigned (2): North (1,190) and South "
            "(800).",
        ),
        (
            "by: on_time_closure_rate, above: 99",
            "Units with an on-time closure rate of more than 99%: none.",
        ),
        (
            "by: closed, top: 1, where: [{of: assigned, at_most: 1000}]",
            "The unit with the most tickets closed among those with 1,000 or fewer tickets assigned: South (800).",
        ),
    ],
)
def test_lists_say_their_thresholds(city: Office, wanted: str, expected: str) -> None:
    part = f"[{{section: unit_list, list: {{zh: 名单, en: a list, {wanted}}}, show: closed}}]"
    assert said(city, part) == expected


def test_a_tie_at_the_end_is_told(city: Office) -> None:
    city.case("now", (("North", 9, 9, 9, 5, 5), ("South", 8, 8, 8, 5, 5), ("East", 8, 8, 8, 5, 5)))
    part = "[{section: unit_list, list: {zh: 名单, en: a list, by: closed, top: 2}, show: closed}]"
    assert said(city, part) == (
        "Top 2 units by tickets closed (3, with a tie for the last place): North (9), South (8) and East (8)."
    )


def test_units_below_the_whole(city: Office) -> None:
    part = "[{section: unit_list, below_whole: closure_rate, show: closure_rate}]"
    assert said(city, part) == (
        "Units whose closure rate is below the 99.04% (2,070 of 2,090) of the city (1): East (88.89%)."
    )


def test_small_units_are_counted_and_not_named(city: Office) -> None:
    keys = {**ENGLISH, "small_numbers": "{below: 10, of: revisited}"}
    part = "[{section: unit_list, below_whole: satisfaction_rate, show: satisfaction_rate}]"
    text = city.said(part, keys=keys)
    assert text.endswith(
        "North (90.00%), and 1 other unit with fewer than 10 citizens called back who answered, not named."
    )


def test_places_are_ordinals(city: Office) -> None:
    districts = [("unit", "closure_rate"), ("小区", "97.5"), ("Dorchester", "98.5"), ("Roxbury", "97.5")]
    city.case("now", UNITS, tables={"districts": districts})
    part = "[{section: city_position, table: districts, own: 小区, peers: the districts, by: [closure_rate]}]"
    first, *_ = said(city, part).splitlines()
    assert first == "In May, our city stood among the districts as follows: closure rate 97.50%, 2nd."


def test_topics_are_a_list_with_and(city: Office) -> None:
    topics = [("topic", "count"), ("Potholes", "120"), ("Noise", "80"), ("Trash", "7")]
    city.case("now", UNITS, tables={"hot_topics": topics})
    part = "[{section: hot_topics, whole: assigned, chart: false, top: 2}]"
    assert said(city, part) == (
        "The most frequent topics in May were Potholes (120, or 5.74%) and Noise (80, or 3.83%); shares are of all "
        "tickets assigned."
    )
    city.case("now", UNITS, tables={"hot_topics": topics[:2]})
    assert said(city, part).startswith("The most frequent topic in May was Potholes (120, or 5.74%);")


def test_growth_is_told_against_the_period_before(city: Office) -> None:
    for name, noise in (("now", "80"), ("before", "40")):
        rows = [("topic", "count"), ("Noise", noise), ("Trash", "50")]
        city.case(name, UNITS, tables={"hot_topics": rows})
    part = "[{section: hot_topics, chart: false}]"
    assert said(city, part, previous="before") == (
        "The most frequent topics in May were Noise (80) and Trash (50).\n"
        "Topics that have grown most compared with the previous month: Noise, from 40 to 80 (up 100.00%).\n"
        "Note: Growth is compared only for topics with at least 10 tickets in both periods."
    )


def test_losses_are_told_by_item(city: Office) -> None:
    # North: 60 × (1 − 1180/1200) = 1 point for speed, 40 × (1 − 450/500) = 4 for content; its total is 95
    city.case("now", (("North", 1200, 1200, 1180, 500, 450), ("South", 800, 800, 800, 300, 300)))
    text = said(city, "[{section: point_losses, chart: false}]")
    assert text.splitlines()[0] == (
        "Of the 2 units that took part, 1 lost points. By item, from the largest loss: content 4 points (1 unit); "
        "speed 1 point (1 unit)."
    )


def test_the_title_of_a_figure_says_what_is_divided_by_what(city: Office) -> None:
    city.jurisdiction(OVERVIEW, **ENGLISH)
    bulletin = open_bulletin(city.report_file)
    soup_of(bulletin)
    fact: Fact = next(fact for fact in bulletin.data.book if fact.metric == "closure_rate")
    assert fact.definition == "the city: closure rate = tickets closed / tickets assigned"
    assert fact.label == "closure rate, the city"
    assert (fact.source, str(fact)) == ("sum of the units in the annex", "99.04%")


def test_a_letterhead_names_the_office_once(city: Office) -> None:
    keys = {**ENGLISH, "issuing_body": "311 Center", "paper": "letter"}
    head = city.open(OVERVIEW, keys=keys).heading().markup
    assert head.count("311 Center</") == 1
    assert 'data-lang="en"' in head
    assert 'data-paper="letter"' in head
