"""Texts that go into files lose the paths of the machine, and nothing else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from hotline_analysis.batch.machine import homes_among, without_paths


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/a/b.csv: wrong", "b.csv: wrong"),
        ("in '/home/li/x y/b.csv'", "in 'b.csv'"),
        ("(/srv/数据/单位.csv)", "(单位.csv)"),
        ("/home/li(2)/x y/units.csv", "units.csv"),
        ("'/home/li(2)/x y/units.csv'", "'units.csv'"),
        ("[/srv/a]b/c.csv]", "[c.csv]"),
        ("data:/home/li/units.csv", "data:units.csv"),
        ("数据：/home/li/units.csv", "数据：units.csv"),
        ("找不到/home/li/units.csv，请检查", "找不到units.csv，请检查"),
        ("“/home/li/甲 乙/units.csv”不存在", "“units.csv”不存在"),
        ("/home/li wang/units.csv: wrong", "units.csv: wrong"),
        ("cannot write to /home/li", "cannot write to ~"),
        ("no /srv/x/y in a/b and /srv/z/u.csv", "no y in a/b and u.csv"),
        ("file:///home/li/units.csv", "file:units.csv"),
        ("~/office/a.py:3", "a.py:3"),
        (r"C:\Users\li\a.csv and D:/office/b.csv", "a.csv and b.csv"),
        ("/opt/venv/lib/python3.12/site-packages/pandas/io/common.py:873", "pandas/io/common.py:873"),
        ("/srv/hotline_analysis/hotline_analysis/errors.py:3", "hotline_analysis/errors.py:3"),
        ("File \x1b[32m/srv/x/a.py:12\x1b[39m, in f", "File \x1b[32ma.py:12\x1b[39m, in f"),
    ],
)
def test_paths_of_the_machine(text: str, left: str) -> None:
    assert without_paths(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "1/2, a/b, https://x.org/a/b, tcp://10.0.0.1:8786/a/b, </td>",
        "https://热线.中国/通报/一",
        "按时/逾期/在办、满意/VIP/其他",
        "*/a/b, {period}/data/units.csv",
        "data/units.csv, ../tickets/furong",
        "2022/11/3 9:05:00",
        "a // b / c",
        "",
    ],
)
def test_what_is_no_path_stays(text: str) -> None:
    assert without_paths(text) == text


def test_a_folder_that_is_there_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "of the year" / "2022"
    folder.mkdir(parents=True)
    assert without_paths(f"{folder}/units.csv, line 2: see a/b") == "units.csv, line 2: see a/b"


def test_where_homes_lie_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/root")
    assert all(homes_among(PurePosixPath(name)) for name in ("/home", "/Users", "/var/home", "/export/home"))
    assert all(homes_among(PureWindowsPath(name)) for name in ("C:/Users", "d:/users"))
    assert not any(homes_among(PurePosixPath(name)) for name in ("/", "/srv", "/home/li", "/data/home"))
    monkeypatch.setenv("HOME", "/data/home/li")
    assert homes_among(PurePosixPath("/data/home"))
