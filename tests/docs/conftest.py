from __future__ import annotations

from pathlib import Path

import pytest
from markdown_blocks import plain

from hotline_analysis.report import Bulletin, open_bulletin

SIXTH = Path(__file__).resolve().parents[1] / "sixth"


@pytest.fixture(scope="session")
def sixth() -> Bulletin:
    """The bulletin of the invented district from which the docs take their examples."""
    return open_bulletin(SIXTH / "reports" / "2024-05.yaml")


@pytest.fixture(scope="session")
def sixth_text(sixth: Bulletin) -> str:
    """Its text without spaces."""
    return plain(str(sixth.body().markup) + str(sixth.annexes().markup))
