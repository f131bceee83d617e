"""How reports stand, as the index tells it: made, failed, out of date, altered, never made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from shelving import Shelf, report, state, total

from hotline_analysis.batch.index import states as states_module
from hotline_analysis.batch.index import write_index


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_a_report_whose_inputs_are_what_they_were(shelf: Shelf) -> None:
    shelf.put("2024-05")
    assert state(shelf.index(), "2024年5月") == "已生成"


def test_data_that_changed_makes_a_report_stale_and_the_same_data_again_does_not(shelf: Shelf) -> None:
    shelf.put("2024-05")
    shelf.put("2024-04")
    units = shelf.office.folder / "data-2024-05" / "units.csv"
    before = units.read_bytes()
    units.write_bytes(before + "丁局,1,1,1,1,1\n".encode())
    page = shelf.index()
    assert state(page, "2024年5月") == "待更新：数据已变动"
    assert state(page, "2024年4月") == "已生成"
    lead = page.select_one(".lead")
    assert lead is not None
    assert lead.get_text() == "1个地区，2份报告，1份待更新"
    units.write_bytes(before)
    assert state(shelf.index(), "2024年5月") == "已生成"


def test_data_that_is_gone(shelf: Shelf) -> None:
    shelf.put("2024-05")
    shelf.put("2024-04")
    shutil.rmtree(shelf.office.folder / "data-2024-05")
    (shelf.office.folder / "data-2024-04" / "units.csv").unlink()
    page = shelf.index()
    assert state(page, "2024年5月") == "待更新：原来的数据或参数文件已不在"
    assert state(page, "2024年4月") == "待更新：原来的数据或参数文件已不在"


@pytest.mark.parametrize(("file", "said"), [("small.yaml", "考核办法已变动"), ("office.yaml", "地区设置已变动")])
def test_rules_that_changed(shelf: Shelf, file: str, said: str) -> None:
    shelf.put("2024-05")
    with (shelf.office.folder / file).open("a", encoding="utf-8") as rules:
        rules.write("# another line\n")
    assert state(shelf.index(), "2024年5月") == f"待更新：{said}"


def test_changed_data_goes_before_changed_rules(shelf: Shelf) -> None:
    shelf.put("2024-05")
    for file in ("small.yaml", "data-2024-05/units.csv"):
        with (shelf.office.folder / file).open("a", encoding="utf-8") as rules:
            rules.write("# another line\n")
    assert state(shelf.index(), "2024年5月") == "待更新：数据已变动"


def test_another_program_alone_is_no_alarm(shelf: Shelf) -> None:
    folder = shelf.put("2024-05")
    file = folder / "manifest.json"
    text = file.read_text(encoding="utf-8")
    start = text.index('"role": "template"')
    digest = text.index('"sha256": "', start) + len('"sha256": "')
    file.write_text(text[:digest] + "0" * 64 + text[digest + 64 :], encoding="utf-8")
    page = shelf.index()
    assert state(page, "2024年5月") == "已生成：由较早版本的程序生成"
    lead = page.select_one(".lead")
    assert lead is not None
    assert lead.get_text() == "1个地区，1份报告"


def test_outputs_that_were_moved_to_another_machine(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("2024-05")
    copy = tmp_path / "stick" / "a" / "b"
    shutil.copytree(shelf.outputs, copy)
    shutil.move(shelf.office.folder, tmp_path / "elsewhere")
    assert write_index(copy) is None
    assert "已生成</strong>：找不到原数据，无法判断是否过期" in (copy / "index.html").read_text(encoding="utf-8")


def test_a_failure_shows_its_first_line_without_paths_or_personal_numbers(shelf: Shelf) -> None:
    shelf.put("2024-05")
    shelf.fail("2024-05", "/home/li/data/units.csv, line 2: not a number; found '13800138000'\nand more")
    shown = state(shelf.index(), "2024年5月")
    assert shown.startswith("生成失败：units.csv, line 2: not a number; found '")
    assert shown.endswith("（下列文件是上一次成功生成的）")
    assert not [part for part in ("13800138000", "/home", "and more") if part in shown]


def test_what_the_batch_says_of_a_failure_goes_before_its_notebook(shelf: Shelf) -> None:
    shelf.fail("2024-05", "from the notebook")
    entry = {"report": "office/2024-05/bulletin", "result": "failed", "error": "from the batch", "notebook": None}
    shelf.batch(entry)
    page = shelf.index()
    assert state(page, "2024年5月") == "生成失败：from the batch"
    links = [link["href"] for link in report(page, "2024年5月").select("a")]
    assert links == ["./office/2024-05/bulletin.failed.ipynb"]


def test_a_failure_that_left_nothing_but_its_entry(shelf: Shelf) -> None:
    shelf.batch({"report": "office/2024-05/芙蓉区/bulletin", "result": "failed", "error": "its worker died"})
    page = shelf.index()
    row = report(page, "2024年5月芙蓉区")
    assert "生成失败：its worker died" in row.get_text()
    assert row.select("a") == []


def test_a_report_made_after_the_batch_in_which_it_failed(shelf: Shelf) -> None:
    shelf.batch({"report": "office/2024-05/bulletin", "result": "failed", "error": "its worker died"})
    os.utime(shelf.outputs / "batch.json", (1, 1))
    shelf.put("2024-05")
    assert state(shelf.index(), "2024年5月") == "已生成"
    os.utime(shelf.outputs / "office" / "2024-05" / "manifest.json", (0, 0))
    assert state(shelf.index(), "2024年5月").startswith("生成失败：its worker died")


def test_a_batch_that_was_interrupted(shelf: Shelf) -> None:
    shelf.put("2024-04")
    shelf.batch(
        {"report": "office/2024-05/bulletin", "result": "not reached", "why": "never made"},
        {"report": "office/2024-04/bulletin", "result": "not reached", "why": "the parameters changed: date"},
    )
    page = shelf.index()
    assert state(page, "2024年5月") == "尚未生成：上次批量运行中断"
    assert state(page, "2024年4月") == "待更新：上次批量运行中断，没有重新生成"


def test_files_that_are_not_what_was_made(shelf: Shelf) -> None:
    folder = shelf.put("2024-05", formats=("html", "pdf"))
    (folder / "bulletin.pdf").unlink()
    (folder / "bulletin.html").write_text("<p>other", encoding="utf-8")
    page = shelf.index()
    assert state(page, "2024年5月") == "文件不符：缺少或改动过：bulletin.html, bulletin.pdf"
    assert [link.get_text() for link in report(page, "2024年5月").select(".files a")] == [
        "HTML",
        "笔记本",
        "数据",
        "清单",
    ]


def test_reports_that_the_batch_found_unchanged_are_not_looked_at_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("2024-05", total(3))

    def refuse(*_: object) -> None:
        raise AssertionError("looked at again")

    monkeypatch.setattr(states_module, "inputs_of", refuse)
    entries = [{"report": "office/2024-05/bulletin", "result": "unchanged"}]
    assert write_index(shelf.outputs, entries=entries) is None
    assert "已生成" in (shelf.outputs / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"reports": {}}', '{"reports": [3, {"report": 7}, {"report": "../x/y/z"}]}']
)
def test_a_summary_that_is_none(shelf: Shelf, text: str) -> None:
    shelf.put("2024-05")
    (shelf.outputs / "batch.json").write_text(text, encoding="utf-8")
    page = shelf.index()
    assert len(page.select(".report")) == 1
    assert state(page, "2024年5月") == "已生成"
