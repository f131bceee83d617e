"""Which program lays out a PDF, and what is said where there is none."""

import sys
from pathlib import Path

import pytest

from hotline_analysis.errors import RenderError, UsageError
from hotline_analysis.rendering import choose_engine
from hotline_analysis.rendering.pdf import browsers, engines
from hotline_analysis.rendering.pdf.artifacts import mark_artifacts


@pytest.fixture
def no_pango(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # what importing it does then is an ImportError


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.setattr(browsers, "candidates", lambda environment, platform: iter(()))


@pytest.fixture
def a_browser(monkeypatch, tmp_path):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho Chromium 131.0.6778.85 built on somewhere\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(browsers, "candidates", lambda environment, platform: iter([program]))
    return program


def test_auto_takes_weasyprint_where_it_works(a_browser):
    assert choose_engine("auto").name == "weasyprint"


def test_auto_takes_a_browser_where_pango_is_missing(no_pango, a_browser):
    engine = choose_engine("auto")
    assert (engine.name, engine.version) == ("chromium", "Chromium 131.0.6778.85")
    assert str(engine) == "chromium (Chromium 131.0.6778.85)"


def test_without_either_one_error_names_what_to_install(no_pango, no_browser):
    with pytest.raises(RenderError, match=r"Pango .*libpango.* and there is no Chrome, Chromium or Edge"):
        choose_engine("auto")


def test_a_named_engine_is_never_replaced_by_the_other(no_pango, a_browser, monkeypatch):
    with pytest.raises(RenderError, match="no PDF by WeasyPrint"):
        choose_engine("weasyprint")


def test_a_named_browser_that_is_not_there_is_an_error(no_browser):
    with pytest.raises(RenderError, match="there is no Chrome, Chromium or Edge"):
        choose_engine("chromium")


def test_an_unknown_engine_is_refused():
    with pytest.raises(UsageError, match="allowed: auto, weasyprint, chromium"):
        choose_engine("word")


def test_the_check_before_a_batch_finds_the_same(no_pango, no_browser, monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(RenderError, match="no PDF can be made"):
        engines.check_engine_there("auto")


def test_html_needs_neither(no_pango, no_browser):
    from bulletin_sample import notebook

    from hotline_analysis.rendering import export_html

    assert "<h1>题</h1>" in export_html(notebook("<h1>题</h1>"), name="x")


def _places(environment, platform):
    return [str(path) for path in browsers.candidates(environment, platform)]


def test_usual_places_on_windows():
    found = _places({"PATH": "", "PROGRAMFILES": "P", "PROGRAMFILES(X86)": "X", "LOCALAPPDATA": "L"}, "win32")
    assert any(place.startswith("P") and place.endswith("chrome.exe") for place in found)
    assert any(place.startswith("X") and place.endswith("msedge.exe") for place in found)
    assert any(place.startswith("L") and place.endswith("chrome.exe") for place in found)


def test_usual_places_on_macos_and_linux():
    mac = _places({"PATH": "", "HOME": "/Users/li"}, "darwin")
    assert "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" in mac
    assert "/Users/li/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge" in mac
    assert "/snap/bin/chromium" in _places({"PATH": ""}, "linux")


def test_the_path_goes_before_usual_places_and_a_variable_before_both(tmp_path):
    program = tmp_path / "google-chrome"
    program.write_text("", encoding="utf-8")
    program.chmod(0o755)
    found = _places({"PATH": str(tmp_path), "HOTLINE_BROWSER": "/opt/mine"}, "linux")
    assert found[:2] == ["/opt/mine", str(program)]


def test_a_browser_on_windows_tells_its_version_by_its_folder(tmp_path, monkeypatch):
    (tmp_path / "131.0.2903.86").mkdir()
    program = tmp_path / "msedge.exe"
    program.write_bytes(b"")
    monkeypatch.setattr(browsers, "candidates", lambda environment, platform: iter([program]))
    assert browsers.find_browser() == browsers.Browser(program, "msedge 131.0.2903.86")


def test_what_no_tag_holds_becomes_an_artifact():
    tagged = b"/P <</MCID 0 >>BDC\n0 0 1 1 re\nf\nEMC"
    plain = b"q\n0 0 9 9 re\nW* n\n0 0 9 9 re\nf\n/X0 Do\nQ"
    marked = mark_artifacts(tagged + b"\n" + plain).split(b"\n")
    begin = b"/Artifact <</Type /Pagination>> BDC"
    expected = [b"q", b"0 0 9 9 re", b"W* n", begin, b"0 0 9 9 re", b"f", b"EMC", begin, b"/X0 Do", b"EMC", b"Q"]
    assert marked == [*tagged.split(b"\n"), *expected]


def test_a_browser_that_leaves_nothing_is_an_error(a_browser):
    from bulletin_sample import notebook

    from hotline_analysis.rendering import export_html
    from hotline_analysis.rendering.pdf.chromium import export_with

    page = export_html(notebook("<h1>题</h1>"), name="x")
    with pytest.raises(RenderError, match="chromium ended with 0 and left none"):
        export_with(browsers.Browser(Path(a_browser), "1"), page)
