"""The sample that notebooks/explore.ipynb opens, made once for these tests, in a cache of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from hotline_analysis.cases import samples_folder
from hotline_analysis.explore import Month, load_month

NAME = "furong-2020-03"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder, before = tmp_path_factory.mktemp("cache"), os.environ.get("HOTLINE_CACHE")
    os.environ["HOTLINE_CACHE"] = str(folder)
    yield folder
    os.environ.pop("HOTLINE_CACHE")
    if before is not None:
        os.environ["HOTLINE_CACHE"] = before


@pytest.fixture(scope="session")
def month(cache: Path) -> Month:
    return load_month(NAME)


@pytest.fixture(scope="session")
def page() -> pd.DataFrame:
    """The published table of the units, by unit; numbers are exact."""
    frames = [
        pd.read_csv(samples_folder() / NAME / f"{group}.csv", dtype=str).assign(group=group)
        for group in ("streets", "departments")
    ]
    return pd.concat(frames).set_index("unit").drop(index="合计", errors="ignore")
