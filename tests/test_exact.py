from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from hotline_analysis.exact import ROUNDINGS, printed, rounded, to_fraction


class TestToFraction:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("97.83", Fraction(9783, 100)),
            ("1,218", 1218),
            ("1,234,567.8", Fraction(12345678, 10)),
            ("1，234", 1234),
            ("12%", 12),
            ("99.5％", Fraction(199, 2)),
            ("-3", -3),
            ("+3", 3),
            (".5", Fraction(1, 2)),
            ("１２", 12),
            (" 5 ", 5),
            ("1e-07", Fraction(1, 10**7)),
            (Decimal("0.1"), Fraction(1, 10)),
            (7, 7),
            (Fraction(1, 3), Fraction(1, 3)),
        ],
    )
    def test_exactly(self, text: str, value: object) -> None:
        assert to_fraction(text) == value

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "-",
            "%",
            "nan",
            "NaN",
            "inf",
            "-Infinity",
            "1,5",
            "12,34",
            "1_000",
            "1 000",
            "5.",
            "e5",
            "1e999999",
            "3件",
            "0x1",
            "--1",
        ],
    )
    def test_nothing_else(self, text: str) -> None:
        with pytest.raises(ValueError, match="not a figure"):
            to_fraction(text)


class TestRounded:
    # 2 of 64 is 3.125 %, printed as 3.13 by yunxi-2022-Q3 (区教育体育局); binary floats give 3.12
    def test_half_up_against_half_even(self) -> None:
        assert rounded(Fraction(200, 64), 2) == Decimal("3.13")
        assert rounded(Fraction(200, 64), 2, "half_even") == Decimal("3.12")
        assert round(200 / 64, 2) == 3.12

    # 36 of 37 on time: furong-2020-03 prints 97.29 (韭菜园街道)
    def test_truncation(self) -> None:
        assert rounded(Fraction(3600, 37), 2, "truncate") == Decimal("97.29")
        assert rounded(Fraction(3600, 37), 2) == Decimal("97.30")

    @pytest.mark.parametrize(
        ("value", "half_up", "half_even", "truncate", "up"),
        [
            ("2.5", "3", "2", "2", "3"),
            ("3.5", "4", "4", "3", "4"),
            ("-2.5", "-3", "-2", "-2", "-3"),
            ("2.4", "2", "2", "2", "3"),
            ("-2.4", "-2", "-2", "-2", "-3"),
            ("2", "2", "2", "2", "2"),
            ("0", "0", "0", "0", "0"),
            ("2.50000000000000000001", "3", "3", "2", "3"),
        ],
    )
    def test_every_mode(self, value: str, half_up: str, half_even: str, truncate: str, up: str) -> None:
        found = [rounded(Fraction(value), 0, mode) for mode in ("half_up", "half_even", "truncate", "up")]
        assert [str(one) for one in found] == [half_up, half_even, truncate, up]

    def test_keeps_the_decimals_asked_for(self) -> None:
        assert [str(rounded(Fraction(1, 2), n)) for n in (1, 2, 3)] == ["0.5", "0.50", "0.500"]

    def test_no_negative_zero(self) -> None:
        assert str(rounded(Fraction(-1, 1000), 2)) == "0.00"

    def test_figures_of_any_size(self) -> None:
        assert str(rounded(Fraction(10**40 + 1, 3), 2)) == f"{'3' * 40}.67"

    def test_modes_are_listed(self) -> None:
        assert ROUNDINGS == ("half_up", "half_even", "truncate", "up")


@pytest.mark.parametrize(
    ("value", "plain", "trimmed"),
    [
        ("100.00", "100.00", "100"),
        ("9.80", "9.80", "9.8"),
        ("94", "94", "94"),
        ("1E+3", "1000", "1000"),
        ("0.00", "0.00", "0"),
    ],
)
def test_printed(value: str, plain: str, trimmed: str) -> None:
    assert (printed(Decimal(value)), printed(Decimal(value), trim=True)) == (plain, trimmed)
