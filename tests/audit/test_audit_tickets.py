"""A case made of tickets is audited with the counting of its scheme, from the command line and as a report."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from command import Hotline
from stored_tickets import ticket, write_store

from hotline_analysis.audit import Audit, audit_case, open_case
from hotline_analysis.errors import InputError
from hotline_analysis.report import open_audit

APRIL, MAY, JUNE = "2024-04-10 08:00:00", "2024-05-10 08:00:00", "2024-06-02 08:00:00"
# of the three that were received in May, one was closed in May and one in June; two are about noise
TICKETS = [
    ticket(1, APRIL, "东街道", closed="2024-04-20 08:00:00", topic="噪声"),
    ticket(2, MAY, "东街道", closed="2024-05-12 08:00:00", topic="噪声"),
    ticket(3, MAY, "东街道", closed=JUNE, topic="噪声"),
    ticket(4, MAY, "西街道", topic="路灯"),
    ticket(5, JUNE, "西街道", topic="噪声"),
]
COUNTING = {
    "in": "received",
    "counts": {
        "loud": {"zh": "噪声件数", "en": "loud", "of": "received", "where": [{"column": "topic", "is": ["噪声"]}]}
    },
}
SCHEME = {"scheme": "counted", "title": {"zh": "甲", "en": "a"}, "source": "made up for a test"}
CASE = {
    "period": "2024-05",
    "scheme": "counted.yaml",
    "tickets": "tickets",
    "figures": {"loud_total": {"tickets": {"count": "loud"}}, "loud_said": "2", "closed_said": "2"},
    "claims": {"loud_said": "sum(units.loud)", "closed_said": "sum(units.closed)"},
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    write_store(folder / "tickets", TICKETS)
    for name, content in (("counted", {**SCHEME, "counting": COUNTING}), ("case", CASE)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def said_otherwise(case: Path, **figures: str) -> None:
    content = {**CASE, "figures": {**CASE["figures"], **figures}}  # type: ignore[dict-item]
    (case / "case.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def contradicted(audit: Audit) -> list[tuple[str, str]]:
    return [(one.where.fact, one.implied) for one in audit.findings]


def test_the_scheme_says_which_tickets_count(case: Path) -> None:
    assert contradicted(audit_case(open_case(case))) == []
    assert open_case(case).facts["loud_total"].value == "2"


def test_what_contradicts_the_tickets_is_found(case: Path) -> None:
    said_otherwise(case, closed_said="1")  # of May's closings, as the dictionary counts
    assert contradicted(audit_case(open_case(case))) == [("closed_said", "2")]


def test_the_command_counts_as_the_scheme_says(case: Path, hotline: Hotline) -> None:
    done = hotline("audit", case)
    assert (done.code, done.err) == (0, "")
    said_otherwise(case, loud_said="3")
    done = hotline("audit", case)
    assert done.code == 1
    assert "loud_said" in done.out


@pytest.mark.parametrize("scheme", [None, "case/counted.yaml"])
def test_a_report_counts_as_its_scheme_says_or_that_of_the_case(
    case: Path, scheme: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case.parent)
    if scheme is not None:
        other = {name: value for name, value in CASE.items() if name != "scheme"}
        (case / "case.yaml").write_text(yaml.safe_dump(other, allow_unicode=True), encoding="utf-8")
    one = open_audit(
        jurisdiction="furong", report="audit", period="2024-05", data="case", date="2024-06-10", scheme=scheme
    )
    assert contradicted(one.audit) == []
    assert one.case.facts["loud_total"].value == "2"


def test_a_scheme_that_there_is_not(case: Path) -> None:
    (case / "counted.yaml").unlink()
    with pytest.raises(InputError, match=r"counted\.yaml"):
        open_case(case)
