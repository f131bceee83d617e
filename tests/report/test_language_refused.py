"""A language that is not there, a paper that is not official, and pages that are written in Chinese only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from english_samples import FOLDER
from office import ANNEX, PARTS, Office

from hotline_analysis.errors import InputError
from hotline_analysis.report import load_report, open_audit, open_quality
from hotline_analysis.report.drivers.page import open_drivers
from hotline_analysis.report.league import open_league
from hotline_analysis.report.opening import open_rules

PAGES: dict[str, Callable[..., Any]] = {
    "audit": open_audit,
    "drivers": open_drivers,
    "league-table": open_league,
    "quality": open_quality,
}


@pytest.mark.parametrize("language", ["fr", "english", "EN", "zh-TW", ""])
def test_an_unknown_language_is_refused_with_those_there_are(office: Office, language: str) -> None:
    with pytest.raises(InputError, match=r"office\.yaml.*language.*no such language.*allowed: zh, zh-CN, en, "):
        office.open(PARTS, keys={"language": f'"{language}"'})


def test_an_official_document_is_on_a4(office: Office) -> None:
    with pytest.raises(InputError, match=r"office\.yaml.*paper.*A4.*letter"):
        office.open(PARTS, keys={"paper": "letter"})


def test_another_paper_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match=r"office\.yaml.*paper.*tabloid"):
        office.open(PARTS, keys={"language": "en", "paper": "tabloid"})


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_in_chinese_refuses_an_english_office(
    kind: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.jurisdiction(PARTS, ANNEX, language="en")
    monkeypatch.chdir(office.folder)
    given = {"jurisdiction": "office", "period": "2024-05", "data": "now", "date": "2024-06-03", "report": kind}
    with pytest.raises(InputError) as caught:
        PAGES[kind](**given)
    assert (caught.value.value, str(caught.value.file)) == ("en", str(office.folder / "office.yaml"))
    assert "written in Chinese only" in str(caught.value)
    assert "report: bulletin" in str(caught.value)


@pytest.mark.parametrize("kind", PAGES)
def test_a_batch_refuses_it_before_anything_runs(kind: str, office: Office) -> None:
    office.jurisdiction(PARTS, ANNEX, language="en-GB")
    report, document = load_report(office.report(report=kind))
    with pytest.raises(InputError, match="written in Chinese only"):
        open_rules(report, document)


def test_the_english_jurisdictions_of_the_tests_are_valid() -> None:
    for file in sorted((FOLDER / "reports").glob("*.yaml")):
        one, *_ = open_rules(*load_report(file))
        assert one.language.startswith("en")
