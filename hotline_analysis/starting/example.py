"""An invented export of two months: what a hotline's system may write, small enough to be read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

FILE, PERIOD = "export.xlsx", "2025-05"
_START, _DAYS, _MADE = datetime(2025, 4, 1), 61, datetime(2025, 6, 1)
_PER_DAY = 9
# unit, place in the groups, weight, how well it does
_UNITS = (
    ("桃东街道", 0, 9, 0.96),
    ("桃西街道", 0, 7, 0.93),
    ("桃南街道", 0, 6, 0.90),
    ("桃北街道", 0, 5, 0.95),
    ("溪口街道", 0, 5, 0.86),
    ("湖滨街道", 0, 4, 0.92),
    ("区住建局", 1, 8, 0.88),
    ("区城管局", 1, 8, 0.84),
    ("区人社局", 1, 5, 0.95),
    ("区教育局", 1, 4, 0.97),
    ("区交通局", 1, 3, 0.90),
)
_TOPICS = (
    ("噪声扰民", "生态环境", 9),
    ("物业管理", "住房城建", 8),
    ("占道经营", "城市管理", 7),
    ("道路破损", "城市管理", 5),
    ("欠薪", "劳动保障", 4),
    ("停车管理", "城市管理", 4),
    ("入学咨询", "教育", 3),
)
# fmt: off
HEADERS = (
    "工单编号", "受理时间", "派单时间", "签收时限", "签收时间", "联系时限",
    "首次联系时间", "办结时限", "办结时间", "申请延期", "是否延期", "退单次数",
    "未及时退回次数", "退单驳回次数", "返工次数", "重复派单次数", "电话督办", "书面督办",
    "诉求渠道", "诉求类型", "一级分类", "热点事项", "所属区域", "承办单位",
    "单位类别", "来电人", "联系电话", "回访时间", "回访情况", "满意情况",
    "是否解决", "诉求内容",
)
# fmt: on


def write_example(file: Path, groups: Sequence[str]) -> None:
    """Write the export as a workbook: a title above the headers, one row a ticket.

    Parameters
    ----------
    file : path
    groups : sequence of str
        What the groups of streets and of departments are called.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("工单明细")
    bold = book.add_format({"bold": True})
    sheet.merge_range(0, 0, 0, len(HEADERS) - 1, "桃溪区12345热线工单明细表（示例，内容均为虚构）", bold)
    sheet.write_row(1, 0, HEADERS, bold)
    for place, row in enumerate(example_rows(groups), start=2):
        sheet.write_row(place, 0, [row[name] for name in HEADERS])
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, len(HEADERS) - 1, 16)
    book.close()


def example_rows(groups: Sequence[str]) -> list[dict[str, Any]]:
    """Return the tickets, always the same ones.

    Examples
    --------
    >>> row = example_rows(("街道", "区直部门"))[0]
    >>> row["工单编号"], row["受理时间"][:9]
    ('TX2504010001', '2025/4/1 ')
    """
    draw = random.Random(12345)  # noqa: S311 - an example, no secret
    return [_ticket(draw, day, number, groups) for day in range(_DAYS) for number in range(1, _PER_DAY + day // 10 + 1)]


def _ticket(draw: random.Random, day: int, number: int, groups: Sequence[str]) -> dict[str, Any]:
    unit, group, _, good = _chosen(draw, _UNITS, 2)
    topic, category, _ = _chosen(draw, _TOPICS, 2)
    received = _START + timedelta(days=day, minutes=480 + int(draw.random() * 720))
    row: dict[str, Any] = {
        "工单编号": f"TX{received:%y%m%d}{number:04d}",
        "诉求渠道": _chosen(draw, (("电话", 7), ("微信公众号", 2), ("市长信箱", 1)), 1)[0],
        "诉求类型": _chosen(draw, (("投诉", 4), ("求助", 4), ("咨询", 2), ("建议", 1)), 1)[0],
        "一级分类": category,
        "热点事项": topic,
        "所属区域": "桃溪区",
        "承办单位": unit,
        "单位类别": groups[group],
        "来电人": "某先生" if draw.random() < 0.5 else "某女士",
        "联系电话": f"139000{number:02d}{day:03d}",
        "诉求内容": f"来电反映{topic}问题，请{unit}核实处理。",
    }
    return row | _handling(draw, received, good) | _counts(draw, good)


def _handling(draw: random.Random, received: datetime, good: float) -> dict[str, Any]:
    """Draw the moments of a ticket: nothing that would be after the export was made has happened yet."""
    hours = timedelta(hours=1)
    assigned = received + draw.random() * hours
    signed = assigned + (draw.random() * 3.8 if draw.random() < good else 5) * hours
    contacted = signed + (draw.random() * 18 if draw.random() < good else 30) * hours
    due = assigned + timedelta(days=7)
    closed = contacted + (draw.random() * 5 * 24 if draw.random() < good else 8 * 24) * hours
    extended = draw.random() < 0.05
    row: dict[str, Any] = {
        "申请延期": "是" if extended else "否",
        "是否延期": "是" if extended and draw.random() < 0.7 else "否",
    }
    moments = {
        "受理时间": received,
        "派单时间": assigned,
        "签收时限": assigned + 4 * hours,
        "签收时间": signed,
        "联系时限": assigned + 24 * hours,
        "首次联系时间": contacted,
        "办结时限": due,
        "办结时间": closed,
    }
    row |= {name: _written(one) if one < _MADE or name.endswith("时限") else "" for name, one in moments.items()}
    return row | _answers(draw, closed + timedelta(days=1), good)


def _answers(draw: random.Random, called: datetime, good: float) -> dict[str, Any]:
    reached, luck = draw.random() < 0.8, draw.random()
    if called >= _MADE:
        return {"回访时间": "", "回访情况": "未回访", "满意情况": "", "是否解决": ""}
    if not reached:
        return {"回访时间": _written(called), "回访情况": "未接听", "满意情况": "", "是否解决": ""}
    word = "满意" if luck < good - 0.1 else "基本满意" if luck < good else "不满意"
    solved = "已解决" if luck < good + 0.02 else "未解决"
    return {"回访时间": _written(called), "回访情况": "已回访", "满意情况": word, "是否解决": solved}


def _counts(draw: random.Random, good: float) -> dict[str, int]:
    often = (1 - good) / 2
    names = ("退单次数", "返工次数", "重复派单次数", "电话督办", "书面督办")
    row = {name: int(draw.random() < often / place) for place, name in enumerate(names, start=1)}
    returned = row["退单次数"]
    return row | {name: returned * int(draw.random() < 0.4) for name in ("未及时退回次数", "退单驳回次数")}


def _chosen(draw: random.Random, among: Sequence[tuple[Any, ...]], weight: int) -> tuple[Any, ...]:
    left = draw.random() * sum(one[weight] for one in among)
    for one in among:
        left -= one[weight]
        if left < 0:
            return one
    return among[-1]


def _written(moment: datetime) -> str:
    return f"{moment.year}/{moment.month}/{moment.day} {moment:%H:%M:%S}"
