"""What the READMEs and the how-to pages tell to type works as printed, and says what they promise."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from markdown_blocks import DOCS, blocks, page, plain, write_files
from typer.testing import CliRunner

from hotline_analysis.cli import app
from hotline_analysis.report import open_bulletin
from hotline_analysis.starting.steps import steps

ROOT = DOCS.parent
READMES = ["README.md", "README.zh-CN.md"]
PAGES = [*sorted(DOCS.glob("*.md")), *(ROOT / name for name in READMES)]
COMMANDS = dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def _typed(text: str) -> Iterator[list[str]]:
    """Every line of a block that calls ``hotline``, as words."""
    for line in re.findall(r"^(?:    )?(hotline .*)$", re.sub(r"^```text.*?^```$", "", text, flags=re.M | re.S), re.M):
        try:
            words = shlex.split(line, comments=True)
        except ValueError:  # a sentence with an apostrophe
            continue
        if words[1] in COMMANDS:
            yield words


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_every_option_that_is_told_exists(file: Path) -> None:
    for words in _typed(file.read_text(encoding="utf-8")):
        options = {name for option in COMMANDS[words[1]].params for name in option.opts}
        for word in words[2:]:
            if re.match(r"--?[a-z]", word):
                assert word.split("=")[0] in options, words


def _sh(text: str, heading: str) -> list[str]:
    start = text.index(f"\n## {heading}\n")
    part = text[start : text.find("\n## ", start + 1)]
    return [line for block in blocks(part, "sh") for line in block.text.splitlines()]


def _edited(text: str, lines: list[str], folder: Path) -> Path:
    """Do in a folder what a page says, up to the command that makes the bulletin; return the report's file."""
    shutil.copytree(ROOT / "params", folder / "params")
    prepared = [line for line in lines if not line.startswith("hotline")]
    subprocess.run(["sh", "-ec", "\n".join(prepared[:2])], cwd=folder, check=True)
    write_files(text, folder)
    subprocess.run(["sh", "-ec", "\n".join(prepared[2:])], cwd=folder, check=True)
    (batch,) = [shlex.split(line) for line in lines if line.startswith("hotline batch")]
    return folder / batch[2]


def _says(report: Path) -> str:
    return plain(str(open_bulletin(report).body().markup))


@pytest.mark.parametrize(("name", "heading"), [("README.md", "Change a threshold"), ("README.zh-CN.md", "改一个界限")])
def test_the_threshold_of_the_readme_changes_the_bulletin(name: str, heading: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    before = _says(ROOT / "params" / "reports" / "furong-2022-11.yaml")
    after = _says(_edited(text, _sh(text, heading), tmp_path))
    assert "总分95分及以上、签收总量100件及以上的单位共19个" in before
    assert "总分97分及以上、签收总量100件及以上的单位共15个" in after
    assert {"15", "19"} <= set(re.findall(r"\d+", text[text.index(f"## {heading}") :].split("\n## ")[0]))


@pytest.mark.parametrize(("name", "heading"), [("README.md", "Add a district"), ("README.zh-CN.md", "新增一个区县")])
def test_the_district_of_the_readme_is_made_by_the_steps_that_new_prints(name: str, heading: str) -> None:
    first, second, *others = _sh((ROOT / name).read_text(encoding="utf-8"), heading)
    assert shlex.split(first)[:3] == ["hotline", "new", "my-district"]
    assert second == "cd my-district"
    assert others == [step.command for step in steps("export.xlsx", "2025-05")]


def test_both_readmes_tell_the_same_commands() -> None:
    typed = [[b.text for b in blocks((ROOT / name).read_text(encoding="utf-8"))] for name in READMES]
    assert typed[0] == typed[1]


def test_the_analysts_page_changes_a_threshold_and_adds_a_section(tmp_path: Path) -> None:
    text = page("for-analysts.md")
    report = _edited(text, _sh(text, "Change something in a packaged bulletin"), tmp_path)
    section, unit_list = (yaml.safe_load(block.text) for block in blocks(text, "yaml") if block.file is None)
    jurisdiction, rules = report.with_name("furong.yaml"), report.with_name("rules.yaml")
    known: dict[str, Any] = yaml.safe_load(jurisdiction.read_text(encoding="utf-8"))
    known["scheme"] = "rules.yaml"
    known["chapters"][1]["parts"].insert(2, section[0])
    jurisdiction.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), encoding="utf-8")
    scheme: dict[str, Any] = yaml.safe_load(rules.read_text(encoding="utf-8"))
    scheme["lists"] |= unit_list
    rules.write_text(yaml.safe_dump(scheme, allow_unicode=True, sort_keys=False), encoding="utf-8")
    said = _says(report)
    (promised,) = (block.text.strip() for block in blocks(text, "says"))
    assert promised in said
    assert "得分较低的单位" in said


def test_the_number_that_is_followed_is_the_one_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    text = page("how-a-bulletin-is-made.md")
    (code,), (shown,) = blocks(text, "python"), blocks(text, "text")
    exec(compile(code.text, "docs/how-a-bulletin-is-made.md", "exec"), {})
    assert capsys.readouterr().out == shown.text


# as the page reckons them by hand
BY_HAND = {
    "furong-2020": {"东街道": "67.2", "西街道": "69.8"},
    "furong-2022": {"东街道": "96.65"},
    "yunxi-2022": {"东镇": "92.6"},
    "yueyang-2017": {"城管局": "94.9"},
    "xiangtan-2019": {"东区": "84.00"},
}


@pytest.mark.parametrize("scheme", BY_HAND)
def test_a_built_in_scheme_scores_its_example_as_the_page_reckons(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page("built-in-schemes.md")
    write_files(text, tmp_path)
    monkeypatch.chdir(tmp_path)
    (line,) = _sh(text, scheme)
    assert line.endswith(f"--scheme {scheme}")
    result = CliRunner().invoke(app, shlex.split(line)[1:])
    rows = {cells[0]: cells for cells in map(str.split, result.stdout.splitlines()[2:])}
    assert result.exit_code == 0
    for unit, figure in BY_HAND[scheme].items():
        assert figure in rows[unit]
        assert figure.removesuffix(".00") in text
