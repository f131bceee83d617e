from __future__ import annotations

from pathlib import Path

import pytest

from hotline_analysis.metrics import counts, metrics
from hotline_analysis.metrics.glossary import glossary_markdown

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"


def test_the_page_is_the_dictionary() -> None:
    # if not: print(glossary_markdown(), end="") into docs/metrics.md
    assert PAGE.read_text(encoding="utf-8") == glossary_markdown()


@pytest.mark.parametrize("key", [*metrics(), *counts()])
def test_every_key_has_one_row(key: str) -> None:
    assert glossary_markdown().count(f"\n| `{key}` |") == 1


def test_a_row_by_hand() -> None:
    row = (
        "| `closure_rate` | 办结率 | closure rate | `closed` | `assigned` | more is better | 2 |  |"
        " yunxi-2022-Q3 and yueyang-2017-Q2, annex |\n"
    )
    assert row in glossary_markdown()
