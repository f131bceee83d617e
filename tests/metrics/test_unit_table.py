from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.metrics import change, exact_unit_table, metrics, read_unit_table, stacked
from hotline_analysis.metrics.unit_table import with_identities

Put = Callable[..., Path]


class TestReading:
    def test_canonical_and_chinese_headers_are_the_same(self, table_file: Put) -> None:
        one = read_unit_table([table_file("unit,closed,satisfaction_rate\na,3,97.50\n")])
        two = read_unit_table([table_file("责任单位,办结数,回访满意度\na,3,97.50\n".replace("回访满意度", "满意率"))])
        assert one.frame.equals(two.frame)
        assert one.figures == ("closed", "satisfaction_rate")
        assert one.rows()[0]["satisfaction_rate"] == Fraction("97.5")

    def test_groups_from_the_column_the_caller_or_the_file(self, table_file: Put) -> None:
        plain = table_file("unit,closed\na,1\n", "streets.csv")
        column = table_file("unit,组别,closed\nb,镇,1\nc,,1\n", "towns.csv")
        table = read_unit_table([plain, column])
        assert list(table.frame["group"]) == ["streets", "镇", "towns"]
        assert list(read_unit_table([(plain, "x")]).frame["group"]) == ["x"]

    def test_blanks_are_missing_and_zero_is_zero(self, table_file: Put) -> None:
        text = "unit,closed\n" + "".join(f"u{i},{cell}\n" for i, cell in enumerate(["", "-", "—", "–", "－", "/", "0"]))
        assert list(read_unit_table([table_file(text)]).frame["closed"]) == [None] * 6 + [0]

    def test_figures_with_separators_and_signs(self, table_file: Put) -> None:
        table = read_unit_table([table_file('unit,closed,satisfaction_rate\na,"1,218",97.5%\nb,3.0,100\n')])
        assert list(table.frame["closed"]) == [1218, 3]
        assert list(table.frame["satisfaction_rate"]) == [Fraction("97.5"), 100]

    def test_every_row_knows_its_file_and_line(self, table_file: Put) -> None:
        file = table_file("unit,closed\n\na,1\n")
        assert list(read_unit_table([file]).frame["source"]) == [f"{file}, line 3"]

    def test_unknown_columns_are_noted(self, table_file: Put) -> None:
        table = read_unit_table([table_file("unit,closed,remark\na,1,x\n")])
        assert any(note.endswith("columns not used: remark") for note in table.notes)

    @pytest.mark.parametrize("name", ["合计", "总计", "小计", "合 计", "总　计", "total", "Total"])
    def test_total_rows_are_kept_apart(self, table_file: Put, name: str) -> None:
        table = read_unit_table([table_file(f"unit,closed\na,1\nb,2\n{name},3\n")])
        assert list(table.frame["unit"]) == ["a", "b"]
        assert list(table.totals["closed"]) == [3]

    def test_total_rows_by_row_type(self, table_file: Put) -> None:
        table = read_unit_table([table_file("unit,closed,row_type\na,1,unit\n全区,1,total\n")])
        assert list(table.frame["unit"]) == ["a"]

    def test_scores_of_a_scheme(self, table_file: Put) -> None:
        file = table_file("unit,sent_back_rework,knowledge\na,4.8,9.5\n")
        table = read_unit_table([file], scores=["sent_back_rework", "knowledge"])
        assert table.rows()[0]["sent_back_rework"] == Fraction("4.8")
        with pytest.raises(InputError, match="not a whole number"):
            read_unit_table([file])

    def test_more_counts_and_headers(self, table_file: Put) -> None:
        file = table_file("unit,弄虚作假\na,2\n")
        table = read_unit_table([file], counted=["fraud"], headers={"弄虚作假": "fraud"})
        assert table.rows()[0]["fraud"] == 2
        with pytest.raises(InputError, match="a negative count"):
            read_unit_table([table_file("unit,fraud\na,-1\n")], counted=["fraud"])

    def test_files_with_other_columns_are_stacked(self, table_file: Put) -> None:
        one, two = table_file("unit,closed\na,1\n", "one.csv"), table_file("unit,signed\nb,2\n", "two.csv")
        table = read_unit_table([one, two])
        assert list(table.frame["closed"]) == [1, None]
        assert list(table.frame["signed"]) == [None, 2]


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("closed\n1\n", ["no column names the unit", "unit, 单位"]),
            (
                "unit,closed\na,x\n",
                ["line 2, unit a, column closed: not a number; found 'x'", "a whole number, 0 or more"],
            ),
            ("unit,closed\na,1,5\n".replace("1,5", '"1,5"'), ["not a number; found '1,5'"]),
            ("unit,closed\na,-1\n", ["line 2, unit a, column closed: a negative count; found '-1'"]),
            ("unit,closed\na,1.5\n", ["not a whole number; found '1.5'"]),
            ("unit,closed\na,50%\n", ["not a number; found '50%'"]),
            ("unit,closed\na,NaN\n", ["not a number; found 'NaN'"]),
            ("unit,closed\na,inf\n", ["not a number; found 'inf'"]),
            ("unit,closed\na,1e99999\n", ["not a number; found '1e99999'"]),
            (
                "unit,满意率\na,good\n",
                ["column satisfaction_rate: not a number; found 'good'", "a number or an empty cell"],
            ),
            (
                "unit,revisited,satisfied\na,4,5\n",
                ["line 2, unit a: satisfied exceeds revisited; found 5; allowed: at most 4"],
            ),
            ("unit,revisited,resolved\na,4,5\n", ["resolved exceeds revisited"]),
            ("unit,closed,closed_on_time\na,4,5\n", ["closed_on_time exceeds closed"]),
            ("unit,revisited,satisfied\na,4,4\n合计,4,5\n", ["unit 合计: satisfied exceeds revisited"]),
            ("unit,closed\na,1\na,1\n", ["line 3, column unit: a unit stands twice; found 'a'", "first in", "line 2"]),
            ("unit,closed\n,1\n", ["line 2: a row without a unit"]),
            ("unit,closed\n", ["no unit in the table"]),
            ("unit,closed\n合计,1\n", ["no unit in the table"]),
            ("unit,closed,办结数\na,1,1\n", ["column 办结数: two columns hold the same count; found 'closed'"]),
        ],
    )
    def test_one_message(self, table_file: Put, text: str, parts: list[str]) -> None:
        file = table_file(text)
        with pytest.raises(InputError) as caught:
            read_unit_table([file])
        assert str(file) in str(caught.value)
        for part in parts:
            assert part in str(caught.value)

    def test_no_table(self) -> None:
        with pytest.raises(InputError, match="no table given"):
            read_unit_table([])

    def test_twice_in_two_groups_with_other_counts(self, table_file: Put) -> None:
        one, two = table_file("unit,closed\na,1\n", "one.csv"), table_file("unit,closed\na,2\n", "two.csv")
        with pytest.raises(InputError, match="a unit stands twice"):
            read_unit_table([one, two])

    def test_twice_in_two_groups_with_the_same_counts_counts_once(self, table_file: Put) -> None:
        one, two = table_file("unit,closed\na,1\n", "one.csv"), table_file("unit,closed\na,1\n", "two.csv")
        table = read_unit_table([one, two])
        assert list(table.frame["group"]) == ["one"]
        assert "already stands in" in table.notes[-1]


class TestCounts:
    def test_counts_follow_from_others(self) -> None:
        row = with_identities(
            {
                "revisited": Fraction(10),
                "satisfied": Fraction(7),
                "supervised_by_phone": Fraction(2),
                "supervised_in_writing": Fraction(1),
            }
        )
        assert (row["dissatisfied"], row["supervised"]) == (3, 3)
        assert "resolved" not in row

    def test_a_count_that_is_there_stays(self) -> None:
        assert (
            with_identities({"revisited": Fraction(10), "satisfied": Fraction(7), "dissatisfied": Fraction(2)})[
                "dissatisfied"
            ]
            == 2
        )

    def test_sums_and_rates_of_sums(self, table_file: Put) -> None:
        text = "unit,group,revisited,satisfied,satisfaction_rate\na,x,1,1,100\nb,x,99,0,0\nc,y,,,\n"
        table = read_unit_table([table_file(text)])
        sums = table.sums()
        assert (sums["revisited"], sums["satisfied"], sums["dissatisfied"]) == (100, 1, 99)
        assert "satisfaction_rate" not in sums
        assert metrics()["satisfaction_rate"].rate(sums).value == 1  # the mean of the rates would be 50
        assert table.sums("y")["revisited"] is None
        assert table.sums("x")["revisited"] == 100


class TestFrames:
    def test_a_frame_is_checked_and_not_changed(self) -> None:
        text = pd.DataFrame({"unit": ["a", "b"], "group": ["x", "x"], "closed": ["1", None]}, dtype=object)
        before = text.copy(deep=True)
        table = exact_unit_table(text)
        assert list(table.frame["closed"]) == [1, None]
        assert list(table.frame["source"]) == ["row 1", "row 2"]
        pd.testing.assert_frame_equal(text, before)

    def test_tables_that_are_already_read(self) -> None:
        raw = pd.DataFrame({"单位": ["a"], "办结数": ["1"]}, index=[7], dtype=object)
        table = stacked([(raw, "page 3", "streets")])
        assert table.frame.to_dict("records") == [
            {"unit": "a", "group": "streets", "source": "page 3, line 7", "closed": Fraction(1)}
        ]


@pytest.mark.parametrize(
    ("now", "before", "measure", "value"),
    [
        (Fraction(71266), Fraction(64085), "percent", Fraction(100 * 7181, 64085)),
        (Fraction(98), Fraction("97.5"), "percentage_points", Fraction("0.5")),
        (Fraction(3), Fraction(5), "difference", -2),
        (Fraction(3), Fraction(0), "percent", None),
        (Fraction(3), Fraction(0), "difference", 3),
        (None, Fraction(1), "difference", None),
        (Fraction(1), None, "percent", None),
    ],
)
def test_change(now: Fraction | None, before: Fraction | None, measure: str, value: object) -> None:
    found = change(now, before, measure)
    assert (found.value, found.now, found.before, found.measure) == (value, now, before, measure)
