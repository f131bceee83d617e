"""The grid of docs/batch.md is one that works, and its tables name what there is."""

from __future__ import annotations

import re
from pathlib import Path

from making import small_office
from planning import planned

from hotline_analysis.batch.plan.formats import FORMATS
from hotline_analysis.batch.plan.grid_file import Grid, GridParameters
from hotline_analysis.batch.plan.notebooks import PACKAGED
from hotline_analysis.batch.plan.placeholders import Filler

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "batch.md").read_text(encoding="utf-8")


def test_the_grid_of_the_page(tmp_path: Path) -> None:
    small_office(tmp_path)
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    for name in ("furong", "xiangtan"):
        (tmp_path / "tickets" / name).mkdir(parents=True)
    file = tmp_path / "grids" / "night.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    plan = planned(file)
    # two jurisdictions, twelve months, four reports; four of one month and one kind of one jurisdiction are excluded
    assert (len(plan.jobs), len(plan.left_out)) == (2 * 12 * 4 - 4 - 12, 4 + 12)
    found = {job.key: job.report for job in plan.jobs}
    assert found["furong/2022-01/bulletin"].previous == "none"
    assert found["furong/2022-03/bulletin"].previous is None
    assert found["furong/2022-11/bulletin"].number == "〔2022〕第11期"
    assert found["furong/2022-11/bulletin"].date == "2022-12-15"
    assert found["xiangtan/2022-12/bulletin"].texts == {"requirements": "年底前办结全部超期工单。"}


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
