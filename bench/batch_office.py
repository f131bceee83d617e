"""The office of the batch benchmark: two jurisdictions, a year of synthetic tickets each, one bulletin a month."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# jurisdiction: the published case that its tickets add up to, and the twelve months of its grid
YEARS = {"east": ("furong-2020-03", "2019-04..2020-03"), "west": ("furong-2022-11", "2021-12..2022-11")}

JURISDICTION = """\
jurisdiction: NAME
name: 芙蓉区
place: 全区
ours: 我区
masthead: 芙蓉区12345市民服务热线工作情况通报
title: ["{period}芙蓉区12345市民服务热线", "工作情况通报"]
issuing_body: 芙蓉区12345市民服务热线办公室
addressee: 各街道、区直各单位：
scheme: furong-2020
chapters:
  - title: 总体情况
    parts:
      - section: overview
        counts: [{count: signed, label: 签收工单}, {count: closed, label: 办结工单}]
        rates: [on_time_closure_rate, satisfaction_rate]
      - {section: shares, table: request_types, label: 诉求类型, count: signed, whole_label: 签收工单, other: 其他类型}
  - title: 办理质效
    parts:
      - {section: unit_list, title: 完成度较好的单位, list: good_units, show: signed}
      - {section: drag_units, title: 影响全区满意度的单位, count: dissatisfied, of: signed, label: 不满意工单}
      - {section: point_losses, title: 失分情况}
  - title: 诉求特点
    parts: [{section: hot_topics, title: 热点事项, whole: signed, whole_label: 签收工单, top: 6}]
annexes:
  - annex: units
    title: "{period}工单办理主要考核指标综合得分排行榜"
    columns: [signed, closed, late_closed, on_time_closure_rate, revisited, satisfied, satisfaction_rate, total, rank]
    total_row: true
"""
CASE = """\
tickets: tickets
tables:
  hot_topics: {tickets: {by: topic, count: signed}}
  request_types: {tickets: {by: request_type, count: signed}}
"""
GRID = """\
jurisdictions: [NAMES]
periods: PERIODS
parameters: {data: DATA, date: "{last_day+15}"}
"""


def make_office(folder: Path, copies: Sequence[int] = (1,)) -> dict[int, list[Path]]:
    """Write tickets, jurisdictions and grids; return grids of 24 bulletins, and of so many times 24."""
    for name, (case, _) in YEARS.items():
        data = folder / name
        hotline("synth", case, "--out", data)
        hotline("import", data / "export.csv", "--mapping", data / "mapping.yaml", "--out", data / "tickets")
        (data / "case.yaml").write_text(CASE, encoding="utf-8")
    return {times: [_grid(folder, name, times) for name in YEARS] for times in copies}


def _grid(folder: Path, data: str, times: int) -> Path:
    names = [f"{data}{number}" for number in range(1, times + 1)]
    for name in names:
        (folder / f"{name}.yaml").write_text(JURISDICTION.replace("NAME", name), encoding="utf-8")
    text = GRID.replace("NAMES", ", ".join(names)).replace("DATA", data).replace("PERIODS", YEARS[data][1])
    grid = folder / f"{data}-{times}-grid.yaml"
    grid.write_text(text, encoding="utf-8")
    return grid


def hotline(*arguments: object) -> str:
    """Run a command of ours in a process of its own and return what it prints."""
    command = [sys.executable, "-m", "hotline_analysis", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{' '.join(command[2:])}: {done.stdout}{done.stderr}")
    return done.stdout
