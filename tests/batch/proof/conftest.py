"""A small report, made once for the tests of this folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from making import small_office

from hotline_analysis.batch import run_report
from hotline_analysis.resources import shared_folder


@pytest.fixture(scope="session")
def office_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small office, and its bulletin as HTML in ``outputs``."""
    folder = tmp_path_factory.mktemp("proof") / "office"
    folder.mkdir()
    office = small_office(folder)
    notebook = shared_folder("notebooks") / "bulletin.ipynb"
    run_report(notebook, office.report_file, formats=["html"], outputs=folder / "outputs")
    return folder


@pytest.fixture
def office(office_made: Path, tmp_path: Path) -> Path:
    """A copy of the office to tamper with."""
    return Path(shutil.copytree(office_made, tmp_path / "office"))


@pytest.fixture
def report(office: Path) -> Path:
    """The folder of its bulletin."""
    return office / "outputs" / "office" / "2024-05"
