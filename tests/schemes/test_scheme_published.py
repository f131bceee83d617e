"""What the code works out against what the five bulletins print (the printed columns of the samples' CSVs)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from hotline_analysis.exact import rounded, to_fraction
from hotline_analysis.metrics import counts, exact_unit_table, metrics
from hotline_analysis.ranking import places
from hotline_analysis.schemes import Scores, item_scores, load_scheme, read_units, score, scores_frame
from hotline_analysis.tabular import read_text_table

Sample = Callable[..., list[Path]]


def run(files: list[Path], name: str) -> Scores:
    scheme = load_scheme(name)
    return score(read_units(files, scheme), scheme)


def printed(files: list[Path], column: str) -> list[str]:
    """A printed column, in the order in which the files are read."""
    return [cell for file in files for cell in read_text_table(file)[column]]


def agreeing(worked_out: list[Fraction | None], cells: list[str]) -> int:
    assert len(worked_out) == len(cells)
    return sum(
        value is not None and bool(cell) and value == to_fraction(cell)
        for value, cell in zip(worked_out, cells, strict=True)
    )


def rate_column(scores: Scores, key: str) -> list[Fraction | None]:
    metric = scores.context.metrics[key]
    return [None if r.value is None else Fraction(metric.round(r.value)) for r in scores.context.full_rates(key)]


def from_counts(scores: Scores, key: str) -> list[Fraction | None]:
    """Like `rate_column`, but never taken from the page's own rate."""
    metric = scores.context.metrics[key]
    values = [metric.rate(row).value for row in scores.context.table.rows()]
    return [None if value is None else Fraction(metric.round(value)) for value in values]


class TestFurong202211:
    @pytest.fixture
    def files(self, sample: Sample) -> list[Path]:
        return sample("furong-2022-11", "city_ranking", "streets", "departments")

    @pytest.fixture
    def scores(self, files: list[Path]) -> Scores:
        return run(files, "furong-2022")

    @pytest.mark.parametrize("dimension", ["response", "resolution", "online"])
    def test_subtotals(self, files: list[Path], scores: Scores, dimension: str) -> None:
        assert agreeing(scores.subtotals[dimension], printed(files, f"{dimension}_subtotal")) == 55

    def test_totals_with_the_bonus(self, files: list[Path], scores: Scores) -> None:
        with_bonus = []
        for file in files:
            table = read_text_table(file)
            bonus = table["bonus"] if "bonus" in table else pd.Series("", index=table.index)
            with_bonus += [
                to_fraction(total) + to_fraction(more or "0") for total, more in zip(table["total"], bonus, strict=True)
            ]
        assert scores.totals == with_bonus
        assert len(with_bonus) == 55

    def test_totals_before_the_bonus(self, files: list[Path], scores: Scores) -> None:
        assert agreeing(scores.before_bonus, printed(files, "total")) == 55

    def test_places(self, files: list[Path], scores: Scores) -> None:
        assert [str(rank) for rank in scores.placing.ranks] == printed(files, "rank")
        assert len(scores.units) == 55

    def test_the_bonus_of_one_unit_makes_its_place(self, scores: Scores) -> None:
        i = scores.units.index("东屯渡街道办事处")
        assert (scores.before_bonus[i], scores.bonus[i]) == (Fraction("97.83"), Fraction("0.5"))
        assert (scores.totals[i], scores.placing.ranks[i]) == (Fraction("98.33"), 4)

    def test_resolution_rates(self, sample: Sample) -> None:
        files = sample("furong-2022-11", "low_resolution_units")
        scheme = load_scheme("furong-2022")
        rows = read_units(files, scheme).rows()
        rates = [metrics()["resolution_rate"].rate(row).value for row in rows]
        assert agreeing([Fraction(rounded(rate, 2)) for rate in rates if rate], printed(files, "resolution_rate")) == 9

    # which of the two roundings on the page gives a row's printed score: rate to 0.1 % first (a), exact rate (b)
    RULE = {
        "征地事务中心": "a",
        "公共工程建设中心": "ab",
        "行政执法局": "b",
        "城市管理局": "ab",
        "交通运输局": "a",
        "生态环境分局": "ab",
        "马坡岭街道办事处": "ab",
        "住房和城乡建设局": "a",
        "市场监督管理局": "b",
        "芙蓉区": "a",
    }

    def test_every_resolution_score_follows_one_of_two_roundings(self, files: list[Path], sample: Sample) -> None:
        low = read_text_table(sample("furong-2022-11", "low_resolution_units")[0])
        rows = [*zip(low["unit"], low["revisited"], low["unresolved"], strict=True), ("芙蓉区", "8010", "1087")]
        text = pd.DataFrame(rows, columns=["unit", "revisited", "unresolved"], dtype=object).assign(group="all")
        table = exact_unit_table(text)
        page = {
            unit: to_fraction(cell)
            for file in files
            for unit, cell in read_text_table(file)[["unit", "problem_resolution"]].itertuples(index=False)
        }
        found = {}
        for name, mark in (("furong-2022", "a"), ("furong-2022:exact_rate", "b")):
            for unit, value in zip(
                table.frame["unit"], item_scores(table, load_scheme(name), "problem_resolution"), strict=True
            ):
                found[unit] = found.get(unit, "") + (mark if value == page[unit] else "")
        assert len(found) == 10
        assert all(found.values())
        assert found == self.RULE
        assert sum("a" in marks for marks in found.values()) == 8
        assert sum("b" in marks for marks in found.values()) == 6

    def test_the_district_lost_2_72(self) -> None:
        text = pd.DataFrame([["芙蓉区", "8010", "1087", "city"]], columns=["unit", "revisited", "unresolved", "group"])
        table = exact_unit_table(text)
        assert item_scores(table, load_scheme("furong-2022"), "problem_resolution") == [Fraction("17.28")]


class TestFurong202003:
    @pytest.fixture
    def files(self, sample: Sample) -> list[Path]:
        return sample("furong-2020-03", "streets", "departments")

    @pytest.mark.parametrize("key", ["on_time_closure_rate", "satisfaction_rate"])
    def test_rates(self, files: list[Path], key: str) -> None:
        assert agreeing(from_counts(run(files, "furong-2020"), key), printed(files, key)) == 43

    def test_only_truncation_gives_the_on_time_rate(self, files: list[Path]) -> None:
        scores = run(files, "furong-2020")
        exact = [scores.context.metrics["on_time_closure_rate"].rate(row).value for row in scores.context.table.rows()]
        half_up = [None if value is None else Fraction(rounded(value, 2)) for value in exact]
        assert agreeing(half_up, printed(files, "on_time_closure_rate")) == 40

    @pytest.mark.parametrize("variant", ["", ":distinct_places", ":extension_streets_only"])
    def test_totals_and_places(self, files: list[Path], variant: str) -> None:
        scores = run(files, f"furong-2020{variant}")
        assert agreeing(scores.totals, printed(files, "total")) == 43
        assert [str(rank) for rank in scores.placing.ranks] == printed(files, "rank")

    def test_the_rule_sets_differ_where_the_page_cannot_tell(self, files: list[Path]) -> None:
        deductions = {
            name: run(files, name).items["satisfaction_place"]
            for name in ("furong-2020", "furong-2020:distinct_places")
        }
        first, second = deductions.values()
        assert first != second

    @pytest.mark.parametrize(("value", "place"), [("total", "total_rank"), ("satisfaction_rate", "satisfaction_rank")])
    def test_places_of_the_city_table(self, sample: Sample, value: str, place: str) -> None:
        table = read_text_table(sample("furong-2020-03", "city_ranking")[0])
        found = places([to_fraction(cell) for cell in table[value]])
        assert [str(one) for one in found] == list(table[place])
        assert len(found) == 5


class TestYunxi2022Q3:
    @pytest.fixture
    def files(self, sample: Sample) -> list[Path]:
        return sample("yunxi-2022-Q3", "towns", "departments", "resident_units", "no_ticket_units")

    @pytest.mark.parametrize("key", ["closure_rate", "on_time_closure_rate", "rework_rate"])
    def test_rates(self, files: list[Path], key: str) -> None:
        scores = run(files, "yunxi-2022")
        page = page_of(files, key)
        found = dict(zip(scores.units, from_counts(scores, key), strict=True))
        ticketed = [
            unit for unit, row in zip(scores.units, scores.context.table.rows(), strict=True) if row["assigned"]
        ]
        assert len(ticketed) == 37
        assert all(found[unit] == to_fraction(page[unit]) for unit in ticketed)
        assert all(found[unit] is None for unit in scores.units if unit not in ticketed)

    def test_index(self, files: list[Path]) -> None:
        scores = run(files, "yunxi-2022")
        page = page_of(files, "composite_index")
        scored = {unit: total for unit, total in zip(scores.units, scores.totals, strict=True) if total is not None}
        assert len(scored) == 37
        assert all(total == to_fraction(page[unit]) for unit, total in scored.items())

    def test_units_without_tickets_are_not_scored(self, sample: Sample) -> None:
        scores = run(sample("yunxi-2022-Q3", "no_ticket_units"), "yunxi-2022")
        assert len(scores.units) == 18
        assert scores.totals == [None] * 18
        assert scores.placing.ranks == [None] * 18
        assert {reason.zh for reason in scores.placing.reasons if reason} == {"本期无工单"}

    def test_the_page_is_imitated_by_a_variant(self, sample: Sample) -> None:
        files = sample("yunxi-2022-Q3", "no_ticket_units")
        scores = run(files, "yunxi-2022:as_printed")
        assert agreeing(scores.totals, printed(files, "composite_index")) == 18
        assert set(scores.totals) == {Fraction(40)}

    def test_the_variant_changes_nothing_for_the_others(self, files: list[Path]) -> None:
        scores, imitation = run(files, "yunxi-2022"), run(files, "yunxi-2022:as_printed")
        both = zip(scores.totals, imitation.totals, strict=True)
        assert all(mine == theirs for mine, theirs in both if mine is not None)

    def test_half_up_is_what_the_page_uses(self, files: list[Path]) -> None:
        # 区教育体育局: 2 of 64 sent back is 3.125 %
        scores = run(files, "yunxi-2022")
        assert from_counts(scores, "rework_rate")[scores.units.index("区教育体育局")] == Fraction("3.13")

    def test_a_unit_in_two_lists_counts_once(self, files: list[Path]) -> None:
        scores = run(files, "yunxi-2022")
        assert scores.units.count("区邮政分公司") == 1
        assert len(scores.units) == 55
        assert any("区邮政分公司" in note and "counted once" in note for note in scores.notes)


class TestYueyang2017Q2:
    @pytest.fixture
    def files(self, sample: Sample) -> list[Path]:
        return sample("yueyang-2017-Q2", "grade_a_units", "grade_b_units", "grade_c_and_below_units")

    @pytest.fixture
    def scores(self, files: list[Path]) -> Scores:
        return run(files, "yueyang-2017")

    @pytest.mark.parametrize("key", ["closure_rate", "rework_rate"])
    def test_rates(self, files: list[Path], scores: Scores, key: str) -> None:
        assert agreeing(from_counts(scores, key), printed(files, key)) == 82

    def test_on_time_rate_from_counts_but_for_two_misprints(self, files: list[Path], scores: Scores) -> None:
        page = printed(files, "on_time_closure_rate")
        found = from_counts(scores, "on_time_closure_rate")
        differing = {
            unit: (cell, rounded(value or 0, 2))
            for unit, cell, value in zip(scores.units, page, found, strict=True)
            if value != to_fraction(cell)
        }
        assert agreeing(found, page) == 80
        assert differing == {"华容县政府": ("97.35", Decimal("99.61")), "市长江修防处": ("0", Decimal("100.00"))}

    def test_the_two_are_named_in_the_notes(self, scores: Scores) -> None:
        told = [note for note in scores.notes if "is printed as" in note]
        assert len(told) == 2
        assert "华容县政府" in told[0]
        assert "市长江修防处" in told[1]

    def test_index(self, files: list[Path], scores: Scores) -> None:
        assert agreeing(scores.totals, printed(files, "composite_index")) == 82

    def test_grades(self, files: list[Path], scores: Scores) -> None:
        assert scores.placing.grades == printed(files, "grade")

    def test_units_without_tickets_are_not_ranked(self, sample: Sample) -> None:
        scores = run(sample("yueyang-2017-Q2", "no_ticket_units"), "yueyang-2017")
        assert scores.placing.grades == [None] * 8
        assert all(reason is not None for reason in scores.placing.reasons)


class TestXiangtan201911:
    @pytest.fixture
    def file(self, sample: Sample) -> Path:
        return sample("xiangtan-2019-11", "units")[0]

    @pytest.mark.parametrize(
        ("key", "rows"), [("on_time_closure_rate", 55), ("revisit_rate", 52), ("satisfaction_rate", 52)]
    )
    def test_rates_with_the_total_row(self, file: Path, key: str, rows: int) -> None:
        scores = run([file], "xiangtan-2019")
        page = read_text_table(file).set_index("unit")[key]
        found = dict(zip(scores.units, from_counts(scores, key), strict=True))
        metric = scores.context.metrics[key]
        found["总计"] = Fraction(metric.round(metric.rate(scores.context.table.sums()).value or Fraction(0)))
        assert len(found) == 55
        agreed = [unit for unit, cell in page.items() if cell and found[unit] == to_fraction(cell)]
        assert len(agreed) == rows
        assert all(found[unit] is None for unit, cell in page.items() if not cell)

    def test_the_total_row_is_the_sum_of_its_units(self, file: Path) -> None:
        table = read_units([file], load_scheme("xiangtan-2019"))
        (printed_totals,) = table.totals.to_dict("records")
        sums = table.sums()
        counted = [key for key in table.figures if key in counts()]
        assert len(counted) == 12
        assert {key: sums[key] for key in counted} == {key: printed_totals[key] for key in counted}

    def test_rates_of_the_total_row_come_from_sums(self, file: Path) -> None:
        table = read_units([file], load_scheme("xiangtan-2019"))
        (total,) = table.totals.to_dict("records")
        for key in ("on_time_closure_rate", "revisit_rate", "satisfaction_rate"):
            metric = metrics()[key]
            assert Fraction(metric.round(metric.rate(table.sums()).value or Fraction(0))) == total[key]

    def test_no_one_is_ranked_and_the_reason_is_said(self, file: Path) -> None:
        frame = scores_frame(run([file], "xiangtan-2019"))
        assert set(frame["rank"]) == {""}
        assert set(frame["not_ranked"]) == {"the scheme gives no scores"}


def page_of(files: list[Path], column: str) -> dict[str, str]:
    return {
        record["unit"]: record[column]
        for file in reversed(files)
        for record in read_text_table(file).to_dict("records")
        if record[column]
    }


def test_the_citys_table_of_2020_has_totals_alone(sample: Sample) -> None:
    """Its totals are taken as printed and ranked; the second of its two columns of places is by total."""
    files = sample("furong-2020-03", "city_ranking")
    scores = run(files, "furong-2020")
    assert agreeing(scores.totals, printed(files, "total")) == 5
    assert [str(place) for place in scores.placing.ranks] == printed(files, "total_rank")
    assert any("totals taken from the table" in note for note in scores.notes)
    assert all(value is None for column in scores.items.values() for value in column)


def test_a_table_with_items_never_takes_its_total(sample: Sample) -> None:
    scores = run(sample("furong-2022-11", "streets"), "furong-2022")
    assert "total" not in scores.context.table.figures
