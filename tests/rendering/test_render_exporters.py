import subprocess
import sys

import nbformat
import pytest
from bulletin_sample import HEAD, notebook
from nbconvert.exporters import get_exporter

from hotline_analysis.rendering import HotlineHTMLExporter, HotlinePDFExporter, export_html


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bulletin.ipynb"
    nbformat.write(notebook(HEAD, "<p>正文。</p>"), path)
    return path


def test_the_exporters_are_registered():
    assert get_exporter("hotline-html") is HotlineHTMLExporter
    assert get_exporter("hotline-pdf") is HotlinePDFExporter


@pytest.mark.parametrize(("kind", "start"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")])
def test_nbconvert_finds_them_on_the_command_line(file, kind, start):
    command = [sys.executable, "-m", "nbconvert", "--to", f"hotline-{kind}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert file.with_suffix(f".{kind}").read_bytes().startswith(start)


def test_the_exporter_gives_what_the_function_gives(file):
    page, resources = HotlineHTMLExporter().from_filename(str(file))
    assert resources["output_extension"] == ".html"
    assert page == export_html(nbformat.read(file, as_version=4), name="bulletin")


def test_pictures_beside_the_notebook_are_embedded(tmp_path):
    (tmp_path / "plan.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    cell = nbformat.v4.new_markdown_cell("![平面图](plan.svg)")
    path = tmp_path / "analysis.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    page, _ = HotlineHTMLExporter().from_filename(str(path))
    assert 'src="data:image/svg+xml;base64,' in page
    assert "<title>analysis</title>" in page
