"""Which commands leave an index: batch, also where reports fail or nothing changes, run, and index itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from command import Hotline
from making import small_notebook
from nights import Night
from shelving import Shelf, state


def read(outputs: Path) -> BeautifulSoup:
    return BeautifulSoup((outputs / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_a_batch_with_a_failure_and_one_with_nothing_to_do(tmp_path: Path) -> None:
    night = Night(tmp_path, "2022-01..2022-02")
    night.break_data("2022-02")
    assert night.run("-j", "1").returncode == 3
    page = read(night.outputs)
    assert state(page, "2022年1月", "note") == "已生成"
    failed = state(page, "2022年2月", "note")
    assert failed.startswith("生成失败：")
    assert "satisfied" in failed
    assert str(tmp_path) not in failed
    night.mend("2022-02")
    assert night.run("-j", "1").returncode == 0
    first = (night.outputs / "index.html").read_bytes()
    assert state(read(night.outputs), "2022年2月", "note") == "已生成"
    assert night.run("-j", "1").returncode == 0
    assert (night.outputs / "index.html").read_bytes() == first
    (night.outputs / "index.html").unlink()
    assert night.run("-j", "1").returncode == 0
    assert (night.outputs / "index.html").read_bytes() == first


def test_run_adds_its_report_and_its_failure(tmp_path: Path, hotline: Hotline) -> None:
    shelf = Shelf(tmp_path)
    good = small_notebook(
        shelf.office.folder, "from IPython.display import HTML\nHTML('<h1>x</h1>')", name="good.ipynb"
    )
    bad = small_notebook(shelf.office.folder, "raise ValueError('no luck')", name="bad.ipynb")
    given = ("--params", shelf.office.report_file, "--outputs", shelf.outputs, "--to", "html")
    assert hotline("run", good, *given).code == 0
    assert state(read(shelf.outputs), "2024年5月") == "已生成"
    assert hotline("run", bad, *given, "-p", "report=other").code == 1
    page = read(shelf.outputs)
    assert state(page, "2024年5月", "other") == "生成失败：ValueError: no luck"
    assert state(page, "2024年5月") == "已生成"


def test_a_wrong_call_leaves_no_index(tmp_path: Path, hotline: Hotline) -> None:
    shelf = Shelf(tmp_path)
    assert (
        hotline("run", "bulletin", "--params", shelf.office.report_file, "--outputs", shelf.outputs, "--to", "odt").code
        == 2
    )
    assert not (shelf.outputs / "index.html").exists()


def test_index_lists_a_folder_that_was_put_together_by_hand(tmp_path: Path, hotline: Hotline) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("2024-05")
    done = hotline("index", shelf.outputs)
    assert (done.code, done.out.strip()) == (0, str(shelf.outputs / "index.html"))
    assert state(read(shelf.outputs), "2024年5月") == "已生成"


@pytest.mark.parametrize("name", ["nowhere", "report.yaml"])
def test_index_of_what_is_no_folder(tmp_path: Path, hotline: Hotline, name: str) -> None:
    shelf = Shelf(tmp_path)
    done = hotline("index", shelf.office.folder / name)
    assert done.code == 3
    assert "no such folder" in done.err
