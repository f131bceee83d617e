"""The Word file as another program lays it out: LibreOffice, from its own reading of the format."""

import os
import shutil
import subprocess

import pytest
from bulletin_sample import CLOSING, HEAD, IMPRINT, annexes, notebook, sections
from pypdf import PdfReader

from hotline_analysis.rendering import export_docx, export_html

pytest.importorskip("pypandoc", reason="Word files need pandoc: pip install 'hotline-analysis[docx]'")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    program = shutil.which("soffice")
    if program is None:
        why = "there is no LibreOffice; get it with: apt-get install libreoffice-writer-nogui"
        if os.environ.get("HOTLINE_REQUIRE_BROWSER") == "1":
            pytest.fail(f"this test must run here, but {why}", pytrace=False)
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("word")
    parts = notebook(HEAD, *sections(1), CLOSING, *annexes(rows=60), IMPRINT)
    (folder / "bulletin.docx").write_bytes(export_docx(export_html(parts, name="x")))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "bulletin.docx")], check=True, capture_output=True, timeout=300)
    return PdfReader(folder / "bulletin.pdf").pages


def _text(page):
    return "".join(page.extract_text().split())


def test_wide_annexes_lie_on_landscape_pages(pages):
    wide = [page for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) >= 2
    assert "附件2" in _text(wide[0])
    assert (round(float(pages[0].mediabox.width)), round(float(pages[0].mediabox.height))) == (595, 842)


def test_the_head_of_a_table_is_repeated_on_every_page(pages):
    wide = [_text(page) for page in pages if page.mediabox.width > page.mediabox.height]
    assert all("第1组指标" in text for text in wide if "区第" in text)


def test_pages_are_numbered_between_dashes(pages):
    assert "—1—" in _text(pages[0])
    assert "—2—" in _text(pages[1])


def test_the_imprint_is_on_the_last_page_which_is_even(pages):
    # LibreOffice does not write a blank page into the PDF, but counts it
    last = _text(pages[-1])
    assert "抄送：市热线管理办公室" in last
    assert any(f"—{number}—" in last for number in range(2, 40, 2))
