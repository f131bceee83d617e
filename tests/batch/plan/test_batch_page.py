"""The grid of docs/batch.md is one that works, and its tables name what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from command import Hotline
from markdown_blocks import blocks, write_files
from planning import planned

from hotline_analysis.batch.plan.formats import FORMATS
from hotline_analysis.batch.plan.grid_file import Grid, GridParameters
from hotline_analysis.batch.plan.notebooks import PACKAGED
from hotline_analysis.batch.plan.placeholders import Filler

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "batch.md").read_text(encoding="utf-8")


def test_the_grid_of_the_page(tmp_path: Path) -> None:
    (file,) = write_files(PAGE, tmp_path)
    (tmp_path / "tickets").mkdir()
    for name in ("furong-2020", "xiangtan"):
        (tmp_path / "tickets" / f"{name}.parquet").touch()
    plan = planned(file)
    # two jurisdictions, three months, four reports; five of the six bulletins are excluded
    assert (len(plan.jobs), len(plan.left_out)) == (2 * 3 * 4 - 5, 5)
    assert f"makes {len(plan.jobs)} reports" in PAGE
    found = {job.key: job.report for job in plan.jobs}
    assert found["furong-2020/2019-09/drivers"].previous == "none"
    assert found["furong-2020/2019-10/drivers"].previous is None
    assert found["xiangtan/2019-10/quality"].number == "〔2019〕第10期"
    assert found["xiangtan/2019-10/quality"].date == "2019-11-15"
    assert found["xiangtan/2019-11/bulletin"].texts == {"requirements": "年底前办结全部超期工单。"}


def test_the_grid_makes_what_the_page_says(tmp_path: Path, hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of the page, in an empty folder; of its reports one of each kind."""
    write_files(PAGE, tmp_path)
    monkeypatch.chdir(tmp_path)
    (block,) = blocks(PAGE, "sh")
    first, *lines = block.text.splitlines()
    assert first == "mkdir tickets"
    (tmp_path / "tickets").mkdir()
    commands = [shlex.split(line)[1:] for line in lines]
    assert [words[0] for words in commands] == ["synth", "synth", "batch"]
    for words in commands[:-1]:
        assert hotline(*words).code == 0
    some = ["xiangtan/2019-11/bulletin", "furong-2020/2019-09/league-table", "xiangtan/2019-10/quality"]
    some.append("furong-2020/2019-11/drivers")
    done = hotline(*commands[-1], "--to", "html", *(word for key in some for word in ("--only", key)))
    assert done.code == 0, done.err
    assert "年底前办结全部超期工单。" in (tmp_path / "outputs" / f"{some[0]}.html").read_text(encoding="utf-8")
    assert all((tmp_path / "outputs" / f"{key}.html").is_file() for key in some)


def test_the_tables_name_every_key() -> None:
    keys = re.findall(r"^\| `(\w+)` \| ", PAGE.partition("### Placeholders")[0], re.M)
    assert keys == list(Grid.model_fields)
    sentence = re.search(r"Parameters are (.*?); see", PAGE, re.S)
    assert sentence is not None
    assert re.findall(r"`(\w+)`", sentence[1]) == list(GridParameters.model_fields)
    assert all(f"`{name}`" in PAGE for name in (*PACKAGED, *FORMATS))


def test_the_placeholders_are_what_the_page_says() -> None:
    section = PAGE.partition("### Placeholders")[2].partition("\n## ")[0]
    filler = Filler("furong", "2022-11")
    for left, right in re.findall(r"^\| (`\{\w.*?) \| (.*?) \|$", section, re.M):
        if right:
            names = [name for name in re.findall(r"`(\{[^`]+\})`", left) if name != "{quarter}"]
            assert ", ".join(map(filler.fill, names)) == right
