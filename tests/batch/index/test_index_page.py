"""The page itself: what is on it and in which order, links that lead somewhere, names that stay names."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from shelving import Shelf, places, report, total

from hotline_analysis.batch.index import write_index

HOSTILE = '<script>alert(1)</script>\u202e\u200b=HYPERLINK("x")\'"><img src=x onerror=alert(2)>{{7*7}}'


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def text(shelf: Shelf) -> str:
    return (shelf.outputs / "index.html").read_text(encoding="utf-8")


def test_every_file_of_a_report_has_its_link_and_no_other(shelf: Shelf) -> None:
    folder = shelf.put("2024-05", total(3), formats=("html", "pdf", "docx", "xlsx"))
    shelf.put("2024-05", report="league-table")
    (folder / "notes.html").write_text("mine", encoding="utf-8")
    page = shelf.index()
    links = {link.get_text(): str(link["href"]) for link in report(page, "2024年5月").select(".files a")}
    assert links == {
        "HTML": "./office/2024-05/bulletin.html",
        "PDF": "./office/2024-05/bulletin.pdf",
        "Word": "./office/2024-05/bulletin.docx",
        "Excel": "./office/2024-05/bulletin.xlsx",
        "笔记本": "./office/2024-05/bulletin.ipynb",
        "数据": "./office/2024-05/facts.json",
        "清单": "./office/2024-05/manifest.json",
    }
    table = {link.get_text(): str(link["href"]) for link in report(page, "2024年5月", "排行榜").select("a")}
    assert table["排行榜"] == "./office/2024-05/league-table.html"
    assert table["数据"] == "./office/2024-05/league-table.facts.json"
    for link in page.select("main a[href^='./']"):
        assert (shelf.outputs / unquote(str(link["href"]))).is_file()


def test_the_name_of_a_report_without_a_page_leads_to_what_a_reader_can_open(shelf: Shelf) -> None:
    shelf.put("2024-05", formats=("docx",))
    heading = report(shelf.index(), "2024年5月").h4
    assert heading is not None
    assert heading.a is not None
    assert heading.a["href"] == "./office/2024-05/bulletin.docx"


def test_jurisdictions_by_name_and_periods_with_the_newest_first(shelf: Shelf) -> None:
    other = (shelf.office.folder / "office.yaml").read_text(encoding="utf-8")
    shelf.office.write("area.yaml", other.replace("jurisdiction: office", "jurisdiction: area").replace("小区", "大区"))
    for period in ("2023-12", "2024-02", "2024-01"):
        shelf.put(period)
    shelf.put("2020", jurisdiction="area")
    page = shelf.index()
    assert [part.get_text() for part in page.select("h2")] == ["大区", "小区"]
    assert [part.get_text() for part in page.select("h3")] == ["2020年", "2024年2月", "2024年1月", "2023年12月"]
    assert [link["href"] for link in page.select(".areas a")] == ["#area-1", "#area-2"]


def test_two_jurisdictions_of_one_name_are_told_apart(shelf: Shelf) -> None:
    other = (shelf.office.folder / "office.yaml").read_text(encoding="utf-8")
    shelf.office.write("office-2020.yaml", other.replace("jurisdiction: office", "jurisdiction: office-2020"))
    shelf.put("2024-05")
    shelf.put("2020-05", jurisdiction="office-2020")
    assert [part.get_text("|") for part in shelf.index().select("h2")] == ["小区|office", "小区|office-2020"]


def test_kinds_of_reports_in_one_period_have_an_order(shelf: Shelf) -> None:
    for name in ("weekly", "audit", "quality", "drivers", "league-table", "bulletin"):
        shelf.put("2024-05", report=name)
    kinds = [part.get_text() for part in shelf.index().select("h4")]
    assert kinds == ["通报", "排行榜", "满意度影响因素", "数据质量", "通报核查", "weekly"]


def test_names_out_of_data_are_nothing_but_names(shelf: Shelf) -> None:
    jurisdiction = shelf.office.folder / "office.yaml"
    content = jurisdiction.read_text(encoding="utf-8").replace("name: 小区", "name: " + json.dumps(HOSTILE))
    jurisdiction.write_text(content, encoding="utf-8")
    shelf.put("2024-04", [*total(3, label=HOSTILE), *places({HOSTILE: 2, "乙": 1})])
    shelf.put("2024-05", [*total(4, label=HOSTILE, printed=HOSTILE), *places({HOSTILE: 1, "乙": 2})])
    shelf.fail("2024-05", HOSTILE)
    page = shelf.index()
    assert len(page.select("script")) == 1
    assert page.select("img, iframe, base, link, object") == []
    assert not [tag.name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert not {"\u202e", "\u200b"} & set(text(shelf))
    shown = HOSTILE.replace("\u202e", "[U+202E]").replace("\u200b", "[U+200B]")
    heading, moved = page.h2, report(page, "2024年5月").select_one(".slopes title")
    assert heading is not None
    assert heading.get_text() == shown
    assert moved is not None
    assert f"升幅最大：{shown}（2→1）" in moved.get_text()


def test_folders_and_manifests_of_others(shelf: Shelf) -> None:
    shelf.put("2024-05")
    made = (shelf.outputs / "office" / "2024-05" / "manifest.json").read_text(encoding="utf-8")
    strange = {
        "a/manifest.json": "{",
        "b/manifest.json": "[" * 100_000,
        "c/manifest.json": '{"manifest": 1}',
        "d/manifest.json": '{"name": "an app"}',
        "e/manifest.json": made.replace('"jurisdiction": "office"', '"jurisdiction": "../../x"'),
        "f/manifest.json": made.replace('"period": "2024-05"', '"period": "May <b>"'),
        "g/manifest.json": made.replace('"name": "bulletin.html"', '"name": "../../../etc/passwd"'),
        "javascript:alert(1)/x.manifest.json": "\xff",
        "<img src=x onerror=alert(1)>/manifest.json": "3",
        "notes/readme.txt": "mine",
        "pictures/x.failed.ipynb": "{}",
    }
    for name, content in strange.items():
        file = shelf.outputs / name
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding="latin-1" if content == "\xff" else "utf-8")
    os.mkfifo(shelf.outputs / "office" / "pipe")
    (shelf.outputs / "loop").symlink_to(shelf.outputs)
    page = shelf.index()
    assert len(page.select(".report")) == 1
    lines = dict(line.get_text().split("：") for line in page.select(".broken li"))
    assert lines == {
        "<img src=x onerror=alert(1)>/manifest.json": "不是报告的清单",
        "a/manifest.json": "不是JSON文件",
        "b/manifest.json": "不是JSON文件",
        "c/manifest.json": "由其他版本的程序生成，请重新生成报告",
        "d/manifest.json": "不是报告的清单",
        "e/manifest.json": "内容不完整或不合规定",
        "f/manifest.json": "内容不完整或不合规定",
        "g/manifest.json": "内容不完整或不合规定",
        "javascript:alert(1)/x.manifest.json": "不是JSON文件",
    }
    assert page.select("img") == []
    assert all(str(link["href"]).startswith("./") for link in page.select(".broken a"))
    assert "./javascript%3Aalert%281%29/x.manifest.json" in text(shelf)


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_a_folder_whose_name_is_no_text(shelf: Shelf) -> None:
    folder = os.fsencode(shelf.outputs) + b"/\xff\xfe"
    os.mkdir(folder)  # noqa: PTH102 - a name in bytes
    Path(os.fsdecode(folder), "manifest.json").write_text("{", encoding="utf-8")
    page = shelf.index()
    assert [link["href"] for link in page.select(".broken a")] == ["./%FF%FE/manifest.json"]


def test_folders_of_outputs_that_were_collected_by_hand(shelf: Shelf) -> None:
    shelf.put("2024-04", total(3))
    shelf.put("2024-05", total(4))
    shutil.copytree(shelf.outputs / "office", shelf.outputs / "去年" / "office")
    page = shelf.index()
    assert [part.get_text("|") for part in page.select("h2")] == ["小区|office", "小区|office 去年"]
    changes = [part.get_text() for part in page.select(".change")]
    assert changes[:2] == changes[2:] == ["比上月 +1件（+33.33%）", "没有上月的报告可比"]
    copies = [str(link["href"]) for link in page.select(".files a") if link.get_text() == "HTML"]
    assert copies[2] == "./%E5%8E%BB%E5%B9%B4/office/2024-05/bulletin.html"


def test_it_loads_nothing_and_names_neither_machine_nor_time(shelf: Shelf) -> None:
    shelf.put("2024-05", total(3))
    page = shelf.index()
    content = text(shelf)
    assert str(shelf.office.folder) not in content
    assert "/home" not in content
    assert "/tmp" not in content
    assert page.select("[src], link, iframe") == []
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'; script-src 'sha256-")
    assert "font/woff;base64," in content
    note = page.select("footer p")[-1].get_text()
    assert note.startswith("状态以编制本目录时的数据、参数和程序为准")


def test_the_same_outputs_give_the_same_bytes_and_the_file_stays(shelf: Shelf) -> None:
    shelf.put("2024-04", total(3))
    shelf.put("2024-05", total(4))
    shelf.index()
    file = shelf.outputs / "index.html"
    first, status = file.read_bytes(), file.stat()
    shelf.index()
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (status.st_ino, status.st_mtime_ns)
    file.unlink()
    shutil.rmtree(shelf.outputs / ".hotline")
    shelf.index()
    assert file.read_bytes() == first
    file.write_bytes(first + b"<p>mine")
    shelf.index()
    assert file.read_bytes() == first
    assert [one.name for one in shelf.outputs.iterdir() if one.name.startswith(".index")] == []


def test_an_index_that_cannot_be_written_leaves_the_old_one(shelf: Shelf) -> None:
    shelf.put("2024-05")
    (shelf.outputs / "index.html").mkdir()
    problem = write_index(shelf.outputs)
    assert problem is not None
    assert problem.startswith(f"{shelf.outputs}/index.html: cannot be written (")
    assert [one.name for one in shelf.outputs.iterdir() if one.name.startswith(".index")] == []


def test_it_is_in_english_if_all_reports_are(shelf: Shelf) -> None:
    shelf.put("2024-04", [*total(1300, printed="1,300", label="Tickets", unit="")], lang="en")
    shelf.put("2024-05", [*total(2400, printed="2,400", label="Tickets", unit="")], lang="en")
    page = shelf.index()
    assert page.html is not None
    assert page.html["lang"] == "en"
    row = report(page, "May 2024", "Bulletin")
    change = row.select_one(".total")
    assert change is not None
    assert " ".join(change.get_text(" ").split()) == "Tickets 2,400 +1,100 (+84.62%) on the previous month"
    assert not [
        line
        for line in page.get_text().splitlines()
        if any("\u4e00" <= char <= "\u9fff" for char in line.replace("小区", ""))
    ]


def test_pages_of_others_may_say_any_language(shelf: Shelf) -> None:
    shelf.put("2024-05", lang="en-ZZ")
    page = shelf.index()
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert report(page, "May 2024", "Bulletin")


def test_an_english_jurisdiction_among_chinese_ones(shelf: Shelf) -> None:
    other = (shelf.office.folder / "office.yaml").read_text(encoding="utf-8")
    shelf.office.write(
        "boston.yaml",
        other.replace("jurisdiction: office", "jurisdiction: boston").replace("name: 小区", "name: Boston"),
    )
    shelf.put("2024-05")
    shelf.put("2024-05", jurisdiction="boston", lang="en")
    page = shelf.index()
    assert page.html is not None
    assert page.html["lang"] == "zh-CN"
    assert [(part.get_text(), part.get("lang")) for part in page.select("h2")] == [("Boston", "en"), ("小区", None)]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert write_index(tmp_path) is None
    page = BeautifulSoup((tmp_path / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one(".empty") is not None
    assert page.select("#find") == []
