from __future__ import annotations

from pathlib import Path

import pytest
from command import Hotline
from import_desk import Desk


@pytest.fixture
def desk(tmp_path: Path, hotline: Hotline) -> Desk:
    """An office's desk: exports, a mapping, a store."""
    return Desk(tmp_path, hotline)
