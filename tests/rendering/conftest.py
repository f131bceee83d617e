from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup
from bulletin_sample import bulletin
from pypdf import PdfReader

from hotline_analysis.rendering import export_html, export_pdf


@pytest.fixture(scope="session")
def page() -> str:
    """The sample bulletin as HTML."""
    return export_html(bulletin(), name="bulletin")


@pytest.fixture(scope="session")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


@pytest.fixture(scope="session")
def pdf(page: str) -> PdfReader:
    """The sample bulletin as PDF."""
    return PdfReader(io.BytesIO(export_pdf(page)))
