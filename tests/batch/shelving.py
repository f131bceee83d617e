"""What the tests of the index share: an office whose reports lie there as a run leaves them, without any run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from making import small_office
from office import Office

from hotline_analysis.batch.index import write_index
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.inputs import inputs_of
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.notebooks import PACKAGED, packaged_notebook
from hotline_analysis.batch.proof.manifest import manifest
from hotline_analysis.report.report_file import load_report

Fact = dict[str, Any]


def fact(key: str, value: int, label: str = "全区签收工单", unit: str = "件", **more: Any) -> Fact:
    return {
        "key": key,
        "label": label,
        "value": str(value),
        "printed": f"{value}{unit}",
        "unit": unit,
        "metric": None,
    } | more


def total(value: int, **more: Any) -> list[Fact]:
    return [fact("s1-1.signed", value, **more)]


def places(ranks: Mapping[str, int], annex: str = "a1-1") -> list[Fact]:
    return [fact(f"{annex}.{unit}.rank", place, f"{unit}排名", "") for unit, place in ranks.items()]


class Shelf:
    """Puts reports of a small office into a folder of outputs."""

    def __init__(self, folder: Path) -> None:
        self.office: Office = small_office(folder / "office")
        self.outputs = folder / "office" / "outputs"
        self.outputs.mkdir()

    def put(
        self,
        period: str,
        facts: Sequence[Fact] = (),
        *,
        formats: Sequence[str] = ("html",),
        lang: str = "zh-CN",
        **keys: Any,
    ) -> Path:
        """Leave a report whose manifest is a true one, and return its folder."""
        data = keys.setdefault("data", f"data-{period}")
        if not (self.office.folder / data).exists():
            self.office.case(data)
        return self.leave(self.job(period, formats, **keys), facts, lang=lang)

    def leave(self, job: Job, facts: Sequence[Fact] = (), *, lang: str = "zh-CN", hashes: Hashes | None = None) -> Path:
        """Leave the report of a job."""
        folder = self.outputs / job.report.folder
        folder.mkdir(parents=True, exist_ok=True)
        files = {kind: folder / f"{job.report.report}.{kind}" for kind in ("ipynb", *job.formats)}
        for kind, file in files.items():
            file.write_text(f'<!DOCTYPE html>\n<html lang="{lang}">\n{kind}', encoding="utf-8")
        files["facts"] = folder / job.report.file_name("facts.json")
        files["facts"].write_text(json.dumps(list(facts), ensure_ascii=False), encoding="utf-8")
        text = manifest(job, inputs_of(job, hashes), files, folder=folder, seconds=1.0)
        (folder / job.manifest).write_text(text, encoding="utf-8")
        return folder

    def job(self, period: str, formats: Sequence[str] = ("html",), **keys: Any) -> Job:
        given = {"data": f"data-{period}", "date": "2024-02-01", **keys}
        report, document = load_report(self.office.report(period=period, **given))
        known = report.report if report.report in PACKAGED else "bulletin"
        return Job(report, document, packaged_notebook(known), tuple(formats))

    def fail(self, period: str, error: str, report: str = "bulletin") -> Path:
        """Leave the notebook of a run that failed."""
        folder = self.outputs / "office" / period
        folder.mkdir(parents=True, exist_ok=True)
        shown = {"output_type": "error", "ename": "InputError", "evalue": error, "traceback": []}
        notebook = {"cells": [{"cell_type": "code", "outputs": [shown]}], "nbformat": 4}
        file = folder / f"{report}.failed.ipynb"
        file.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
        return file

    def batch(self, *entries: Mapping[str, Any]) -> None:
        """Leave a ``batch.json`` with these reports."""
        content = {"batch": 1, "reports": list(entries)}
        (self.outputs / "batch.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    def index(self) -> BeautifulSoup:
        """Write the index and read it."""
        assert write_index(self.outputs) is None
        return BeautifulSoup((self.outputs / "index.html").read_text(encoding="utf-8"), "html.parser")


def report(page: BeautifulSoup, period: str, kind: str = "通报") -> Tag:
    """The entry of one report, by its period and its kind as the page writes them."""
    return next(
        row
        for part in page.select("article.period")
        if part.h3 and part.h3.get_text() == period
        for row in part.select("li.report")
        if row.h4 and row.h4.get_text() == kind
    )


def state(page: BeautifulSoup, period: str, kind: str = "通报") -> str:
    found = report(page, period, kind).select_one(".state")
    assert found is not None
    return found.get_text()
