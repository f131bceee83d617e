"""The date that a report gets where a program would write today's."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from hotline_analysis.batch.proof.dates import VARIABLE, dated, end_of, source_date
from hotline_analysis.errors import UsageError


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2022-11", "2022-11-30T23:59:59+00:00"),
        ("2022-12", "2022-12-31T23:59:59+00:00"),
        ("2024-02", "2024-02-29T23:59:59+00:00"),
        ("2017-Q2", "2017-06-30T23:59:59+00:00"),
        ("2022-H2", "2022-12-31T23:59:59+00:00"),
        ("2021", "2021-12-31T23:59:59+00:00"),
    ],
)
def test_the_end_of_the_period(period: str, last: str) -> None:
    assert datetime.fromtimestamp(end_of(period), UTC).isoformat() == last


def test_the_environment_goes_before_the_period(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert source_date("2022-11") == 1669852799  # date -u -d 2022-11-30T23:59:59 +%s
    monkeypatch.setenv(VARIABLE, "1000000000")
    assert source_date("2022-11") == 1000000000


@pytest.mark.parametrize("value", ["", "now", "1.5", "１２", "9" * 30])
def test_what_is_no_number_of_seconds_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is not a number of seconds"):
        source_date("2022-11")


@pytest.mark.parametrize("before", [None, "5"])
def test_the_environment_is_as_before_afterwards(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    if before is None:
        monkeypatch.delenv(VARIABLE, raising=False)
    else:
        monkeypatch.setenv(VARIABLE, before)
    with dated(7):
        assert os.environ[VARIABLE] == "7"
    assert os.environ.get(VARIABLE) == before
