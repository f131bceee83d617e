"""Where a bulletin's time goes, stage by stage, as ratios within one run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from timing import seconds

from hotline_analysis.batch import run_report, sample_reports
from hotline_analysis.batch.many import bulletin_notebook
from hotline_analysis.rendering import export_html, export_pdf
from hotline_analysis.report import open_bulletin


def main() -> None:
    """Time the stages on the largest bulletin and print them against the whole."""
    params = next(file for file in sample_reports() if file.stem == "furong-2022-11")

    def cells() -> None:
        bulletin = open_bulletin(params)
        bulletin.heading(), bulletin.body(), bulletin.annexes(), bulletin.imprint()

    with tempfile.TemporaryDirectory() as folder:
        whole = seconds(lambda: run_report(bulletin_notebook(), params, outputs=folder))
        made = run_report(bulletin_notebook(), params, formats=("html",), outputs=folder)
        notebook = nbformat.read(made.files["ipynb"], as_version=4)
        page = Path(made.files["html"]).read_text(encoding="utf-8")
    rows = {
        "whole report (notebook, HTML, PDF)": whole,
        "the cells' own work, in this process": seconds(cells),
        "HTML by our exporter": seconds(lambda: export_html(notebook, name="bulletin")),
        "HTML by nbconvert's stock exporter": seconds(lambda: HTMLExporter().from_notebook_node(notebook)),
        "PDF from that HTML": seconds(lambda: export_pdf(page)),
    }
    print(f"{'stage':40} {'seconds':>8} {'of whole':>9}")
    for name, taken in rows.items():
        print(f"{name:40} {taken:8.2f} {taken / whole:9.2f}")


if __name__ == "__main__":
    main()
