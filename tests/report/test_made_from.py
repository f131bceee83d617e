"""What the last line of a page is made of: names and digests of the data, and a time that does not pass."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from hotline_analysis.errors import UsageError
from hotline_analysis.report import Report
from hotline_analysis.report.made_from import made_from
from hotline_analysis.report.settled_date import VARIABLE, source_date


def said(data: str, *files: Path, scheme: str | None = None, **more: str) -> dict[str, str]:
    report = Report(jurisdiction="yunxi", period="2022-Q3", data=data, date="2022-10-20", **more)
    tag = BeautifulSoup(f"<header{made_from(report, files, scheme)}></header>", "html.parser").header
    assert tag is not None
    return {key.removeprefix("data-"): str(value) for key, value in tag.attrs.items()}


@pytest.fixture(autouse=True)
def _no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def test_samples_and_schemes_go_by_their_names_and_paths_by_their_last_part(tmp_path: Path) -> None:
    assert said("sample:yunxi-2022-Q3", scheme="yunxi-2022:as_printed")["made-from"] == "sample:yunxi-2022-Q3"
    assert said("sample:yunxi-2022-Q3", scheme="yunxi-2022:as_printed")["scheme"] == "yunxi-2022:as_printed"
    own = said(str(tmp_path / "tickets.parquet"), scheme=str(tmp_path / "rules.yaml"))
    assert (own["made-from"], own["scheme"]) == ("tickets.parquet", "rules.yaml")
    assert "scheme" not in said("store")
    assert str(tmp_path) not in "".join(own.values())


def test_the_digest_is_that_of_the_content_whatever_the_order(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(b"1\n")
    second.write_bytes(b"2\n")
    whole = hashlib.sha256(b"".join(hashlib.sha256(text).digest() for text in (b"1\n", b"2\n"))).hexdigest()
    assert said("case", second, first)["made-from"] == f"case (SHA-256 {whole[:12]}…)"
    second.write_bytes(b"3\n")
    assert whole[:12] not in said("case", first, second)["made-from"]


def test_the_time_is_the_end_of_the_period_or_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said("store")["time"] == "2022-09-30 23:59:59 UTC"
    monkeypatch.setenv(VARIABLE, "1000000000")
    assert said("store")["time"] == "2001-09-09 01:46:40 UTC"  # date -u -d @1000000000


@pytest.mark.parametrize("seconds", ["253402300800", "-62135596801", "999999999999"])
def test_a_time_of_no_year_is_refused(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv(VARIABLE, seconds)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is not a number of seconds"):
        source_date("2022-11")


def test_the_command_names_the_folder_and_a_name_cannot_become_markup() -> None:
    assert said("store", district="东区")["verify"] == "hotline verify yunxi/2022-Q3/东区"
    assert said('x"><b>')["made-from"] == 'x"><b>'
