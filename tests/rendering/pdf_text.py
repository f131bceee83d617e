"""Where text stands on a page of a PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import groupby

from pypdf import PageObject, PdfReader

from hotline_analysis.rendering import export_pdf

MM = 72 / 25.4


def read(html: str) -> PdfReader:
    return PdfReader(io.BytesIO(export_pdf(html)))


@dataclass(frozen=True)
class Piece:
    x: float
    y: float  # of the baseline, from the foot of the page
    text: str


def pieces(page: PageObject) -> list[Piece]:
    """Text of a page with its position in points."""
    found: list[Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append(Piece(x, y, text.strip()))

    page.extract_text(visitor_text=visit)
    return found


def lines(page: PageObject, *, foot: float = 35 * MM) -> list[str]:
    """The lines of the type area from top to bottom."""
    body = sorted((p for p in pieces(page) if p.y > foot), key=lambda p: (-round(p.y), p.x))
    return ["".join(p.text for p in row) for _, row in groupby(body, key=lambda p: round(p.y))]


def find(page: PageObject, text: str) -> Piece:
    """The first piece of text that contains these characters."""
    return next(p for p in pieces(page) if text in p.text)
