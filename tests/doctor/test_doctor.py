"""`hotline doctor`: each thing is taken away in turn, and must be said with what mends it."""

from __future__ import annotations

import json
import re
import shutil
import stat
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from command import Hotline
from fontTools.fontBuilder import FontBuilder

from hotline_analysis.doctor import Finding, fonts, libraries, mending, programs
from hotline_analysis.errors import RenderError
from hotline_analysis.rendering.pdf import browsers


@pytest.fixture
def no_official_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: [])


def findings(hotline: Hotline) -> tuple[int, dict[str, dict[str, str]], str]:
    result = hotline("doctor", "--format", "json")
    return result.code, {one["part"]: one for one in json.loads(result.out)}, result.err


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let packages be not installed, as far as their metadata tells."""
    version = metadata.version

    def asked(name: str) -> str:
        if name in names:
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr("importlib.metadata.version", asked)


def program(folder: Path, name: str, script: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


def no_browser(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.delenv(browsers.VARIABLE, raising=False)
    monkeypatch.setattr(browsers, "_LINUX", ())
    monkeypatch.setattr(sys, "platform", "linux")


def no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)


def test_all_is_well_where_the_tests_run(hotline: Hotline) -> None:
    code, found, said = findings(hotline)
    assert code == 0
    assert said.startswith("everything that is needed is there")
    needed = ["Python", "libraries", "packaged Chinese fonts", "kernel", "Pango (WeasyPrint)"]
    assert [found[part]["state"] for part in needed] == ["ok"] * 5
    assert found["Python"]["found"] == ".".join(map(str, sys.version_info[:3]))
    assert set(found) >= {"browser", "font 仿宋", "font 黑体", "font 楷体", "font 小标宋", "pandoc", "Spark"}


def test_a_missing_library_is_needed(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "duckdb", "pypandoc-binary")
    code, found, said = findings(hotline)
    assert code == 1
    assert said.startswith("1 needed things are missing")
    assert found["libraries"]["found"].startswith("not installed: duckdb")
    assert re.search(r"-m pip install 'duckdb[<>=,.0-9]+'$", found["libraries"]["mend"])
    assert found["pandoc"]["state"] == "optional"


@pytest.mark.parametrize(
    ("package", "part"),
    [
        ("pypandoc-binary", "pandoc"),
        ("jupyterlab", "JupyterLab and ipywidgets"),
        ("ipywidgets", "JupyterLab and ipywidgets"),
        ("distributed", "dask.distributed"),
        ("sqlalchemy", "database drivers"),
        ("pyspark", "Spark"),
    ],
)
def test_what_an_extra_lacks_is_optional(monkeypatch: pytest.MonkeyPatch, package: str, part: str) -> None:
    without(monkeypatch, package)
    (found,) = (one for one in map(libraries.check_extra, libraries.EXTRAS) if one.part == part)
    assert found.state == "optional"
    assert package in found.found
    assert f"-m pip install '{package}" in found.mend


def test_every_extra_for_users_is_looked_at() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert {*libraries.EXTRAS, "dev", "docs"} == set(project["optional-dependencies"])
    assert len([*libraries.required(None)]) == len(project["dependencies"])


def test_the_metadata_of_an_installed_package_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["duckdb<2,>=1.3", "pypandoc-binary>=1.15; extra == 'docx'", 'psycopg[binary]>=3.2; extra == "sql"']
    monkeypatch.setattr(libraries, "__file__", str(tmp_path / "hotline_analysis/doctor/libraries.py"))
    monkeypatch.setattr("importlib.metadata.requires", lambda name: lines)
    assert [*libraries.required(None)] == ["duckdb<2,>=1.3"]
    assert [*libraries.required("docx")] == ["pypandoc-binary>=1.15"]
    assert [*libraries.required("sql")] == ["psycopg>=3.2"]


def test_an_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    assert libraries.check_python().state == "missing"
    assert libraries.check_python().found == "3.10.2 is too old"


def test_without_pango_a_browser_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_browser(monkeypatch, tmp_path)
    program(tmp_path, "chromium", "echo Chromium 131.0.1.2")
    program(tmp_path, "apt-get", "")
    no_pango(monkeypatch)
    pango, browser = programs.check_pdf()
    assert (pango.state, browser.state) == ("optional", "ok")
    assert browser.found == "Chromium 131.0.1.2"
    assert pango.mend == "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def test_without_a_browser_pango_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_browser(monkeypatch, tmp_path)
    program(tmp_path, "dnf", "")
    pango, browser = programs.check_pdf()
    assert (pango.state, browser.state) == ("ok", "optional")
    assert browser.mend == "sudo dnf install chromium"


def test_without_both_there_is_no_pdf(hotline: Hotline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_browser(monkeypatch, tmp_path)
    no_pango(monkeypatch)
    result = hotline("doctor")
    assert result.code == 1
    assert "missing   Pango (WeasyPrint): " in result.out
    assert "missing   browser: no Chrome, Chromium or Edge" in result.out
    assert result.err.startswith("2 needed things are missing")


@pytest.mark.parametrize("error", [OSError("cannot load library 'libgobject-2.0-0'"), ImportError("no")])
def test_a_library_of_pango_that_does_not_load(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(name: str) -> None:
        raise error

    monkeypatch.setattr("hotline_analysis.rendering.pdf.engines.import_module", refuse)
    pango, _ = programs.check_pdf()
    assert pango.found == str(error)


def test_packaged_fonts_that_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(face: str) -> frozenset[int]:
        raise RenderError("font NotoSansCJKsc-Regular.otf not found")

    monkeypatch.setattr("hotline_analysis.fonts.characters", gone)
    found = fonts.check_packaged()
    assert found.state == "missing"
    assert "mplfonts" in found.mend
    monkeypatch.setattr("hotline_analysis.fonts.characters", lambda face: frozenset(range(128)))
    assert fonts.check_packaged().found.startswith("without Chinese characters: ")


def kernel_of(folder: Path, monkeypatch: pytest.MonkeyPatch, program_: str) -> None:
    place = folder / "jupyter/kernels/python3"
    place.mkdir(parents=True)
    content = {"argv": [program_, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": "x"}
    (place / "kernel.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(folder / "jupyter"))


def test_a_kernel_of_a_python_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel_of(tmp_path, monkeypatch, str(tmp_path / "old-venv/bin/python"))
    found = programs.check_kernel()
    assert found.state == "missing"
    assert found.mend.endswith("-m jupyter kernelspec remove -y python3")


@pytest.mark.parametrize(("answer", "state"), [("exit 0", "ok"), ("exit 1", "missing")])
def test_a_kernel_of_another_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, state: str) -> None:
    kernel_of(tmp_path, monkeypatch, str(program(tmp_path, "other", answer)))
    assert programs.check_kernel().state == state


def test_no_ipykernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    found = programs.check_kernel()
    assert found.state == "missing"
    assert found.mend.endswith("pip install ipykernel") or found.mend.endswith("pip install 'ipykernel'")


def test_a_module_that_checks_need_is_named(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jupyter_client.kernelspec", None)
    code, found, _ = findings(hotline)
    assert code == 1
    assert found["kernel"]["found"] == "cannot be checked without jupyter_client"


def font(file: Path, family: str) -> Path:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": _empty()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": {"en": "Some Face", "zh": family}, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(file)
    return file


def _empty() -> object:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    return Glyph()


@pytest.mark.usefixtures("no_official_fonts")
def test_official_fonts_that_are_not_there() -> None:
    found = {one.part: one for one in fonts.check_official()}
    assert {one.state for one in found.values()} == {"optional"}
    assert list(found) == ["font 小标宋", "font 黑体", "font 楷体", "font 仿宋"]


@pytest.mark.parametrize(
    ("family", "part"),
    [("仿宋", "font 仿宋"), ("黑体", "font 黑体"), ("楷体_GB2312", "font 楷体"), ("方正小标宋简体", "font 小标宋")],
)
def test_an_official_font_is_found_by_its_chinese_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, family: str, part: str
) -> None:
    file = font(tmp_path / "some.ttf", family)
    (tmp_path / "damaged.ttf").write_bytes(b"no font")
    files = [str(file), str(tmp_path / "damaged.ttf"), str(tmp_path / "gone.ttc")]
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: files)
    assert [(one.part, one.found) for one in fonts.check_official() if one.state == "ok"] == [(part, family)]


@pytest.mark.parametrize(
    ("said", "state", "found"),
    [
        ('openjdk version "17.0.9" 2023-10-17', "ok", "17"),
        ('java version "1.8.0_391"', "optional", "8 is too old"),
        ("nothing", "optional", "not found"),
    ],
)
def test_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, state: str, found: str) -> None:
    program(tmp_path, "java", f"echo '{said}' >&2")
    monkeypatch.setenv("PATH", str(tmp_path))
    java = programs.check_java()
    assert (java.state, java.found) == (state, found)
    (tmp_path / "java").unlink()
    assert programs.check_java().found == "not found"


def test_java_is_only_asked_for_where_spark_is(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "pyspark")
    assert "Java" not in findings(hotline)[1]


@pytest.mark.parametrize(
    ("platform", "tool", "pango"),
    [
        ("linux", "apt-get", "sudo apt-get install libpango-1.0-0"),
        ("linux", "dnf", "sudo dnf install pango"),
        ("linux", None, "install Pango"),
        ("darwin", None, "brew install pango"),
        ("win32", None, "winget install"),
    ],
)
def test_commands_by_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, tool: str | None, pango: str
) -> None:
    if tool:
        program(tmp_path, tool, "")
    which = shutil.which
    monkeypatch.setattr("shutil.which", lambda name: which(name, path=str(tmp_path)))
    monkeypatch.setattr(sys, "platform", platform)
    assert mending.command("pango").startswith(pango)
    assert all(mending.command(thing) for thing in mending.COMMANDS)
    assert mending.copy_fonts("simfang.ttf")
    assert mending.pip(["a>=1"]).endswith('"a>=1"' if platform == "win32" else "'a>=1'")


def test_commands_of_debian_are_those_of_the_docs() -> None:
    root = Path(__file__).resolve().parents[2]
    for file in ("docs/start.md", "tools/system-libraries"):
        assert mending.COMMANDS["pango"]["apt"].removeprefix("sudo apt-get install ") in (root / file).read_text(
            "utf-8"
        )


def test_a_finding_says_what_to_do() -> None:
    assert Finding("a", "ok", "1", "x", "").lines() == ["ok        a: 1"]
    assert len(Finding("a", "missing", "1", "x", "do it").lines()) == 3
