"""Moments: every usual way of writing them, two in one column, and those that nobody may guess."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from import_desk import Desk, row, rows

SAME = datetime(2022, 11, 3, 9, 5)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2022/11/3 9:05:00", SAME),
        ("2022-11-03 09:05", SAME),
        ("2022.11.3 9:05", SAME),
        ("2022-11-03T09:05:00", SAME),
        ("2022-11-03 09:05:00.250", datetime(2022, 11, 3, 9, 5, 0, 250_000)),
        ("2022年11月3日9时5分", SAME),
        ("2022年11月3日 9:05", SAME),
        ("2022年11月3日", datetime(2022, 11, 3)),
        ("2022-11-3", datetime(2022, 11, 3)),
        ("20221103", datetime(2022, 11, 3)),
        ("20221103090500", SAME),
        # 44868 days after 30 December 1899, and 9 h 5 min
        ("44868.378472222226", SAME),
        ("44868", datetime(2022, 11, 3)),
        ("　2022/11/3 9:05:00 ", SAME),
    ],
)
def test_usual_ways_of_writing_a_moment(desk: Desk, text: str, means: datetime) -> None:
    desk.done(desk.csv([row(received=text)]))
    assert desk.stored("received") == [means]


def test_two_formats_in_a_column_are_both_read_and_counted(desk: Desk) -> None:
    content = [*rows(3), row(id="B1", received="2022年11月5日"), row(id="B2", received="44868")]
    desk.done(desk.csv(content))
    assert desk.stored("received")[3:] == [datetime(2022, 11, 5), datetime(2022, 11, 3)]
    report = json.loads((desk.store / "quality.json").read_text())
    assert report["formats"]["received"] == {"%Y/%m/%d %H:%M:%S": 3, "%Y年%m月%d日": 1, "Excel serial number": 1}


def test_a_format_that_first_comes_late_in_the_file_is_read_too(desk: Desk) -> None:
    # far behind the rows that are looked at first
    content = [*rows(6_000), row(id="B1", received="2022年11月5日", closed=" 2022-11-06 "), row(id="B2", closed="")]
    desk.done(desk.csv(content))
    assert desk.stored("received", "closed")[-2:] == [
        (datetime(2022, 11, 5), datetime(2022, 11, 6)),
        (SAME, None),
    ]
    report = json.loads((desk.store / "quality.json").read_text())
    assert report["formats"]["received"] == {"%Y/%m/%d %H:%M:%S": 6001, "%Y年%m月%d日": 1}


@pytest.mark.parametrize("text", ["03/11/2022", "11/3/22", "昨天", "2022-13-01", "22/11/3", "1", "99999999"])
def test_what_is_in_no_format_stops_the_import(desk: Desk, text: str) -> None:
    message = desk.refused(desk.csv([*rows(2), row(id="B", received=text)]))
    assert "export.csv, row 4, column received (受理时间)" in message
    assert repr(text) in message
    assert "formats" in message


def test_day_first_is_read_where_the_mapping_says_so(desk: Desk) -> None:
    export = desk.csv([row(received="03/11/2022", closed="04/11/2022")])
    desk.done(export, more="formats: ['%d/%m/%Y']\n")
    assert desk.stored("received", "closed") == [(datetime(2022, 11, 3), datetime(2022, 11, 4))]


def test_a_cell_against_the_mappings_order_of_day_and_month_is_refused(desk: Desk) -> None:
    export = desk.csv([row(received="03/11/2022", closed=""), row(id="A2", received="11/25/2022", closed="")])
    message = desk.refused(export, more="formats: ['%d/%m/%Y']\n")
    assert "row 3" in message
    assert "'11/25/2022'" in message


def test_a_columns_own_formats_replace_the_usual_ones(desk: Desk) -> None:
    text = "columns: {id: 工单编号, received: 受理时间, closed: {header: 办结时间, formats: ['%m/%d/%y']}}\n"
    export = desk.csv([row(closed="11/04/22")])
    result = desk.hotline("import", export, "--mapping", desk.mapping(text=text), "--out", desk.store)
    assert result.code == 0, result.err
    assert desk.stored("received", "closed") == [(SAME, datetime(2022, 11, 4))]


def test_an_offset_is_read_only_with_the_offices_time_zone(desk: Desk) -> None:
    export = desk.csv([row(received="2022-11-03T01:05:00Z", closed="2022-11-04 10:00:00+08:00")])
    assert "2022-11-03T01:05:00Z" in desk.refused(export)
    desk.done(export, more="time_zone: Asia/Shanghai\n")
    assert desk.stored("received", "closed") == [(SAME, datetime(2022, 11, 4, 10))]
