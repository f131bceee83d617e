from __future__ import annotations

from pathlib import Path

import pytest
from office import Office
from shown import Shown

from hotline_analysis.batch import sample_reports

FIVE = ("furong-2020-03", "furong-2022-11", "xiangtan-2019-11", "yueyang-2017-Q2", "yunxi-2022-Q3")


@pytest.fixture(scope="session")
def five() -> dict[str, Shown]:
    return {file.stem: Shown(file) for file in sample_reports()}


@pytest.fixture(params=FIVE)
def shown(request: pytest.FixtureRequest, five: dict[str, Shown]) -> Shown:
    return five[request.param]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)
