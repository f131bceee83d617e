"""`hotline new`: the steps that it prints, typed as they are printed, lead from an export to a bulletin."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from command import Hotline
from markdown_blocks import plain

from hotline_analysis.schemes import scheme_names
from hotline_analysis.starting import start_folder

HEADERS = (
    "工单号",
    "来电时间",
    "承办单位",
    "办理时限",
    "办结时间",
    "回访结果",
    "满意度",
    "一级类别",
    "联系电话",
    "诉求内容",
)
STARTED = {"README.md", "explore.ipynb", "export.xlsx", "mapping.yaml", "report.yaml", "scheme.yaml"}


def export(file: Path, headers: Sequence[str] = HEADERS) -> Path:
    """Twelve tickets of March 2024. 甲镇: 6 closed, 5 on time, 4 called back, 3 satisfied; 乙局: 6, 6, 5 and 5."""
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("工单")
    sheet.write_row(0, 0, headers)
    for number in range(12):
        received = datetime(2024, 3, 1, 9) + timedelta(days=number)
        town = number % 2 == 0
        called = number not in ((0, 2) if town else (1,))
        cells = {
            "工单号": f"HX24{number:05d}",
            "来电时间": received,
            "承办单位": "甲镇" if town else "乙局",
            "办理时限": received + timedelta(days=5),
            "办结时间": received + timedelta(days=7 if number == 4 else 3),
            "回访结果": "已回访" if called else "未接通",
            "满意度": ("不满意" if number == 6 else "满意") if called else "",
            "一级类别": "城乡建设" if number < 8 else "劳动社保",
            "联系电话": f"1380013{number:04d}",
            "诉求内容": "反映路灯不亮",
        }
        row = [cells[name] for name in headers]
        sheet.write_row(number + 1, 0, [f"{one:%Y-%m-%d %H:%M}" if isinstance(one, datetime) else one for one in row])
    book.close()
    return file


def shell(command: str, folder: Path) -> str:
    scripts = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-e", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout + done.stderr


def printed_commands(text: str) -> list[str]:
    return re.findall(r"^    (\S.*)$", text, re.M)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_printed_steps_lead_from_an_export_to_a_bulletin(work: Path, hotline: Hotline) -> None:
    export(work / "三月 工单.xlsx")
    result = hotline("new", "my-district", "--export", "三月 工单.xlsx", "--name", "桃溪区")
    assert result.code == 0, result.err
    commands = printed_commands(result.out)
    assert commands[0] == "cd my-district"
    assert [command.split()[:2] for command in commands[1:]] == [["hotline", "import"]] * 2 + [["hotline", "run"]]
    said = shell("\n".join(commands), work)
    assert "2024-03: new, 0 -> 12 tickets" in said
    html = (work / "my-district/outputs/my-district/2024-03/bulletin.html").read_text(encoding="utf-8")
    text = plain(html)
    assert "2024年3月桃溪区12345热线办理情况通报" in text
    assert "受理工单12件，办结工单12件（含上月流转工单），回访工单9件" in text
    assert "办结按时率91.67%（11/12），满意率88.89%（8/9）" in text
    assert "城乡建设8件（占66.67%）、劳动社保4件（占33.33%）" in text
    # 40 - 2 x 16.67 closed late, 60 x 3/4 satisfied; 乙局 has full marks
    assert re.search(r"总分.{,12}：乙局（100分）、甲镇（51.66分）", text), text
    assert (work / "my-district/outputs/my-district/2024-03/bulletin.pdf").read_bytes().startswith(b"%PDF-")
    assert "1380013" not in html


def test_the_steps_run_at_once_on_the_example_of_the_folder(work: Path, hotline: Hotline) -> None:
    result = hotline("new", "my-district")
    assert {file.name for file in (work / "my-district").iterdir()} == STARTED | {"my-district.yaml"}
    readme = (work / "my-district/README.md").read_text(encoding="utf-8")
    commands = printed_commands(result.out)
    assert all(readme.count(f"       {command}\n") == 2 for command in commands[1:])  # in Chinese and in English
    before = (work / "my-district/mapping.yaml").read_bytes()
    said = shell("\n".join([*commands, "ls outputs/my-district/2025-05"]), work)
    assert (work / "my-district/mapping.yaml").read_bytes() == before
    assert {"bulletin.html", "bulletin.pdf", "facts.json"} <= set(said.split())


def test_an_own_export_in_the_place_of_the_example_as_the_readme_says(work: Path, hotline: Hotline) -> None:
    result = hotline("new", "芙蓉区")
    folder = work / "芙蓉区"
    export(folder / "export.xlsx", [name for name in HEADERS if name != "一级类别"])
    rules = folder / "district.yaml"
    # this export names no topics and no types of request: the chapters that show them go
    lines = [one for one in rules.read_text("utf-8").splitlines() if "hot_topics" not in one and "shares" not in one]
    rules.write_text("\n".join(lines), encoding="utf-8")
    report = folder / "report.yaml"
    report.write_text(report.read_text("utf-8").replace("2025-05", "2024-03").replace("2025-06", "2024-04"), "utf-8")
    commands = printed_commands(result.out)
    assert commands[0] == "cd 芙蓉区"
    shell("\n".join(command.replace("--params", "--to html --params") for command in commands), work)
    text = plain((folder / "outputs/district/2024-03/bulletin.html").read_text(encoding="utf-8"))
    assert "芙蓉区12345热线工作通报" in text
    assert "回访工单9件" in text


def test_a_changed_threshold_changes_the_bulletin(work: Path) -> None:
    made = start_folder("town", export=export(work / "export.xlsx"))
    shell("cd town\n" + made.steps[1].command, work)
    rules = work / "town/town.yaml"
    assert "below: 85, where: [{of: revisited, at_least: 5}]" in rules.read_text("utf-8")
    rules.write_text(rules.read_text("utf-8").replace("at_least: 5}]", "at_least: 4}]"), "utf-8")
    from hotline_analysis.report import open_bulletin

    said = plain(str(open_bulletin(work / "town/report.yaml").body().markup))
    assert "满意率低于85%、回访数4件及以上的单位共1个：甲镇。" in said


@pytest.mark.parametrize("left", ["办理时限", "满意度", "一级类别"])
def test_a_folder_fits_what_an_export_lacks(work: Path, left: str) -> None:
    lacking = {left, "回访结果"} if left == "满意度" else {left}
    made = start_folder("town", export=export(work / "x.xlsx", [name for name in HEADERS if name not in lacking]))
    shell("cd town\n" + made.steps[1].command, work)
    from hotline_analysis.report import open_bulletin

    bulletin = open_bulletin(work / "town/report.yaml")
    assert "受理工单12件" in plain(str(bulletin.body().markup))
    scores = {"办理时限": [75, 100], "满意度": [66.66, 100], "一级类别": [51.66, 100]}[left]
    assert sorted(map(float, filter(None, bulletin.data.scores.totals))) == scores


@pytest.mark.parametrize("scheme", scheme_names())
def test_every_built_in_scheme_can_be_copied_and_edited(work: Path, scheme: str) -> None:
    made = start_folder("town", scheme=scheme)
    text = (work / "town/scheme.yaml").read_text(encoding="utf-8")
    assert re.search(r"^scheme: town$", text, re.M)
    assert "until:" not in text
    shell("cd town\n" + made.steps[1].command, work)
    from hotline_analysis.report import open_bulletin

    bulletin = open_bulletin(work / "town/report.yaml")
    said = plain(str(bulletin.body().markup) + str(bulletin.annexes().markup))
    assert "区教育局" in said
    if scheme != "xiangtan-2019":  # it gives rates, and no marks
        assert all(total is not None for total in bulletin.data.scores.totals)


HOSTILE = [
    'it\'s "mine" & $HOME `x`',
    " 两 个 空格 ",
    "-rf",
    "--help-me",
    "a;b|c>d",
    "%s {period} {{7*7}}",
    "<b>粗",
    "#1",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_folders_with_hostile_names(work: Path, hotline: Hotline, name: str) -> None:
    result = hotline("new", "--", name)
    assert result.code == 0, result.err
    assert [file.name for file in work.iterdir()] == [name]
    commands = printed_commands(result.out)
    assert shell(f"{commands[0]} && pwd", work).strip() == str(work / name).strip()
    shell("\n".join(commands[:3]), work)
    (rules,) = (file for file in (work / name).glob("*.yaml") if file.name not in STARTED)
    document = yaml.safe_load(rules.read_text(encoding="utf-8"))
    assert document["jurisdiction"] == rules.stem
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rules.stem)
    assert shlex.split(commands[1])[:3] == ["hotline", "import", "--suggest"]


@pytest.mark.parametrize("name", ["..", ".", "/", "a\nb", "a\x1b[31mb", "x\u202ey", "", "n" * 300])
def test_names_of_no_new_folder_are_refused(work: Path, hotline: Hotline, name: str) -> None:
    (work / "kept.txt").write_text("mine", encoding="utf-8")
    result = hotline("new", "--", name)
    assert result.code in (2, 3)
    assert len(result.err.strip().splitlines()) == 1
    assert "allowed" in result.err
    assert [file.name for file in work.iterdir()] == ["kept.txt"]


def test_a_folder_that_is_not_empty_is_left_alone(work: Path, hotline: Hotline) -> None:
    (work / "mine").mkdir()
    (work / "mine/notes.txt").write_text("mine", encoding="utf-8")
    result = hotline("new", "mine")
    assert result.code == 3
    assert (
        result.err
        == "hotline: mine: the folder is not empty; allowed: a folder that is not there yet, or an empty one\n"
    )
    assert [file.name for file in work.rglob("*")] == ["mine", "notes.txt"]
    (work / "empty").mkdir()
    assert hotline("new", "empty").code == 0
    (work / "file").write_text("mine", encoding="utf-8")
    assert hotline("new", "file").code == 3
    assert (work / "file").read_text(encoding="utf-8") == "mine"


def test_a_failure_half_way_leaves_nothing(work: Path, hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    (work / "broken.xlsx").write_bytes(b"PK no workbook")
    for arguments, code in ((["--export", "broken.xlsx"], 3), (["--export", "none.xlsx"], 3), (["--scheme", "x"], 2)):
        assert hotline("new", "town", *arguments).code == code
        assert [file.name for file in work.iterdir()] == ["broken.xlsx"]
    export(work / "units.xlsx", [name for name in HEADERS if name != "承办单位"])
    result = hotline("new", "town", "--export", "units.xlsx")
    assert result.code == 3
    assert "责任单位" in result.err

    def stopped(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("hotline_analysis.starting.folder.readme_text", stopped)
    result = hotline("new", "town")
    assert (result.code, result.err) == (130, "hotline: interrupted; no folder was made\n")
    assert sorted(file.name for file in work.iterdir()) == ["broken.xlsx", "units.xlsx"]


def test_a_mapping_that_needs_a_hand_is_said(work: Path, hotline: Hotline) -> None:
    file = export(work / "odd.csv.xlsx")
    text = "工单号,来电时间,承办单位,办结时间,满意度\n1,2024-03-01 09:00,甲镇,2024-03-02 09:00,马马虎虎\n"
    (work / "odd.csv").write_text(text, encoding="utf-8")
    result = hotline("new", "town", "--export", "odd.csv")
    assert result.code == 0
    assert "mapping.yaml needs your hand" in result.err
    assert "马马虎虎" in result.err
    assert str(work) not in result.err
    assert file.exists()


def test_the_same_folder_twice_is_the_same_and_names_no_machine(work: Path) -> None:
    first, second = (start_folder(work / name / "town") for name in ("a", "b"))
    assert first.files == second.files
    for name in first.files:
        content = (first.folder / name).read_bytes()
        assert content == (second.folder / name).read_bytes(), name
        assert str(work).encode() not in content


def test_the_notebook_runs_from_top_to_bottom_and_changes_nothing(work: Path) -> None:
    made = start_folder("town")
    shell("cd town\n" + made.steps[1].command, work)
    before = {file: file.read_bytes() for file in (work / "town").glob("*.yaml")}
    run = "papermill --cwd town --log-level ERROR --no-progress-bar town/explore.ipynb done.ipynb"
    shell(f"{shlex.quote(sys.executable)} -m {run}", work)
    cells = json.loads((work / "done.ipynb").read_text(encoding="utf-8"))["cells"]
    kinds = {output["output_type"] for cell in cells if cell["cell_type"] == "code" for output in cell["outputs"]}
    assert "error" not in kinds
    assert "execute_result" in kinds
    assert {file: file.read_bytes() for file in (work / "town").glob("*.yaml")} == before


def test_a_month_that_the_export_does_not_hold_is_named(work: Path, hotline: Hotline) -> None:
    made = start_folder("town", export=export(work / "x.xlsx"))
    shell("cd town\n" + made.steps[1].command, work)
    report = work / "town/report.yaml"
    report.write_text(report.read_text("utf-8").replace("period: 2024-03", "period: 2025-05"), "utf-8")
    result = hotline("run", "bulletin", "--params", report)
    assert result.code == 3
    said = (
        "key period: no ticket was received in this period; found '2025-05'; allowed: a period of the tickets: 2024-03"
    )
    assert said in result.err
