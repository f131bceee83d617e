"""docs/tickets.md and docs/quality.md say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from hotline_analysis.metrics.counting.glossary import tickets_markdown
from hotline_analysis.metrics.counting.ticket_counts import ticket_counts
from hotline_analysis.personal.patterns import SHAPES
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.masking import KINDS, mask
from hotline_analysis.tickets.quality import SEVERITIES, QualityReport
from hotline_analysis.tickets.quality.glossary import rules_markdown
from hotline_analysis.tickets.quality.words import SEVERITY_NAMES

DOCS = Path(__file__).resolve().parents[2] / "docs"
TICKETS = (DOCS / "tickets.md").read_text(encoding="utf-8")
QUALITY = (DOCS / "quality.md").read_text(encoding="utf-8")


def test_the_page_of_tickets_is_what_the_code_prints() -> None:
    assert tickets_markdown() == TICKETS


def test_every_column_is_described() -> None:
    described = dict(re.findall(r"^\| `(\w+)` \| (?!`)([^|]+) \| [^|]+ \| [^|]+ \| [^|]*\| [^|]*\|$", TICKETS, re.M))
    assert described == {key: column.zh for key, column in columns().items()}


def test_every_count_stands_at_the_columns_that_it_reads() -> None:
    for name, count in ticket_counts().items():
        for key in count.needed:
            (line,) = [line for line in TICKETS.splitlines() if line.startswith(f"| `{key}` | {columns()[key].zh}")]
            assert f"`{name}`" in line


def test_the_table_of_checks_is_what_the_code_prints() -> None:
    assert rules_markdown() in QUALITY


def test_every_severity_is_described() -> None:
    for severity in SEVERITIES:
        assert f"| {severity} ({SEVERITY_NAMES[severity]}) |" in QUALITY


def test_every_kind_and_token_is_described() -> None:
    described = set(re.findall(r"^\| `(\w+)` \| (［\w+］) \|", QUALITY, re.M))
    assert described == {(shape.kind, shape.token) for shape in SHAPES}
    assert {kind for kind, _ in described} == set(KINDS)


def test_every_key_of_the_json_is_described() -> None:
    import json

    keys = set(json.loads(QualityReport(0, 0, 0).to_json())) - {"format", "version", "as_of"}
    assert set(re.findall(r"^\| `(\w+)` \| (?!［)", QUALITY[QUALITY.index("## The report") :], re.M)) == keys


def test_the_example_of_masking() -> None:
    call = re.search(r'^>>> mask\("(.+)"\)\n(.+)$', QUALITY, re.M)
    assert call is not None
    assert repr(mask(call[1])) == call[2]
