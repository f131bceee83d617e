"""Stores: months, what an import replaces, what it leaves, and rows that are set aside."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from import_desk import HEADER, MAPPING, Desk, row, snapshot
from pyarrow import parquet

from hotline_analysis.tickets.opening import open_ticket_files


def ticket(number: str, month: int, text: str = "x", **cells: str) -> tuple[str, ...]:
    return row(id=number, received=f"2022/{month}/15 9:00:00", closed="", text=text, **cells)


def manifest(desk: Desk) -> dict[str, object]:
    return json.loads((desk.store / "store.json").read_text())  # type: ignore[no-any-return]


def months(desk: Desk) -> dict[str, int]:
    return {month: entry["rows"] for month, entry in manifest(desk)["files"].items()}  # type: ignore[attr-defined]


def test_a_store_holds_a_file_for_every_month_and_says_what_is_in_it(desk: Desk) -> None:
    result = desk.done(desk.csv([ticket("A1", 10), ticket("A2", 11), ticket("A3", 11)]), more="as_of: 2022-12-01\n")
    assert months(desk) == {"2022-10": 1, "2022-11": 2}
    assert {file.parent.name for file in desk.store.glob("*/*.parquet")} == {"period=2022-10", "period=2022-11"}
    assert result.out.strip() == str(desk.store)
    opened = open_ticket_files(desk.store)
    assert opened.meta.as_of == datetime(2022, 12, 1)
    assert opened.columns == ("id", "received", "closed", "returned", "unit", "satisfied", "resolved", "text")
    assert "2022-11: new, 0 -> 2 tickets" in result.err


def test_the_order_of_the_export_is_kept(desk: Desk) -> None:
    numbers = [f"A{n * 7919 % 1000:03}" for n in range(1000)]
    desk.done(desk.csv([ticket(one, 11) for one in numbers]))
    (file,) = desk.store.glob("period=2022-11/*.parquet")
    assert parquet.read_table(file, partitioning=None).column("id").to_pylist() == numbers


def test_importing_again_replaces_the_months_of_the_export(desk: Desk) -> None:
    desk.done(desk.csv([ticket("A1", 10), ticket("A2", 11), ticket("A3", 11)]))
    result = desk.done(desk.csv([ticket("A2", 11, "new")]))
    assert desk.stored("id", "text") == [("A1", "x"), ("A2", "new")]
    assert "2022-11: replaced, 2 -> 1 tickets" in result.err
    assert "2022-10" not in result.err
    assert len(manifest(desk)["imports"]) == 2  # type: ignore[arg-type]
    assert len(list(desk.store.glob("period=*/*.parquet"))) == 2


def test_carried_over_tickets_update_theirs_when_a_period_is_given(desk: Desk) -> None:
    desk.done(desk.csv([ticket("A1", 10), ticket("A2", 10), ticket("A3", 11), ticket("A9", 11)]))
    export = desk.csv([ticket("A2", 10, "closed now"), ticket("A3", 11, "new"), ticket("B1", 9)])
    result = desk.done(export, options=("--period", "2022-11"))
    assert desk.stored("id", "text") == [("A1", "x"), ("A2", "closed now"), ("A3", "new"), ("B1", "x")]
    assert months(desk) == {"2022-09": 1, "2022-10": 2, "2022-11": 1}
    for said in ("2022-09: new, 0 -> 1", "2022-10: updated, 2 -> 2", "2022-11: replaced, 2 -> 1"):
        assert said in result.err


def test_carried_over_tickets_without_a_period_are_warned_of(desk: Desk) -> None:
    desk.done(desk.csv([ticket(f"A{n}", 10) for n in range(5)]))
    result = desk.done(desk.csv([ticket("A1", 10), ticket("B1", 11)]))
    assert "warning: 2022-10 held 5 tickets and now holds 1" in result.err
    assert "--period" in result.err


def test_a_quarter_is_replaced_as_a_whole(desk: Desk) -> None:
    desk.done(desk.csv([ticket("A1", 9), ticket("A2", 10), ticket("A3", 11)]))
    result = desk.done(desk.csv([ticket("A4", 12)]), options=("--period", "2022-Q4"))
    assert months(desk) == {"2022-09": 1, "2022-12": 1}
    assert "2022-10: removed, 1 -> 0 tickets" in result.err


def test_a_period_without_tickets_is_refused(desk: Desk) -> None:
    desk.done(desk.csv([ticket("A1", 11)]))
    message = desk.refused(desk.csv([ticket("A2", 10)]), options=("--period", "2022-11"))
    assert "no ticket of the export was received in 2022-11; found '2022-10 (1)'" in message
    assert "allowed: 2022, 2022-11" in desk.refused(desk.csv([ticket("A2", 10)]), options=("--period", "November"))


def test_a_ticket_whose_receipt_was_corrected_stands_once(desk: Desk) -> None:
    desk.done(desk.csv([ticket("A1", 10), ticket("A2", 10)]))
    result = desk.done(desk.csv([ticket("A2", 11)]))
    assert desk.stored("id", "received") == [("A1", datetime(2022, 10, 15, 9)), ("A2", datetime(2022, 11, 15, 9))]
    assert "2022-10: moved, 2 -> 1 tickets" in result.err
    desk.done(desk.csv([ticket("A1", 11)]), options=("--period", "2022-11"))
    assert months(desk) == {"2022-11": 1}


def test_months_that_begin_on_the_26th(desk: Desk) -> None:
    days = [("A1", "2022/10/25 23:59:59"), ("A2", "2022/10/26 0:00:00"), ("A3", "2022/11/25 23:59:59")]
    desk.done(desk.csv([row(id=n, received=day, closed="") for n, day in days]), more="month_starts_on: 26\n")
    assert months(desk) == {"2022-10": 1, "2022-11": 2}
    message = desk.refused(desk.csv([ticket("A1", 11)]))
    assert "the store's months begin on day 26" in message
    assert "allowed: month_starts_on: 26" in message


def test_a_column_that_vanished_since_the_last_import(desk: Desk) -> None:
    text = MAPPING.replace("text: 诉求内容", "text: {header: 诉求内容, optional: true}")
    desk.hotline("import", desk.csv([ticket("A1", 10)]), "--mapping", desk.mapping(text=text), "--out", desk.store)
    without = desk.csv([ticket("A2", 11)[:-1]], header=HEADER[:-1])
    before = snapshot(desk.store)
    result = desk.hotline("import", without, "--mapping", desk.mapping(text=text), "--out", desk.store)
    assert result.code == 3
    assert "the last import into this store had the column text (诉求内容), this one has not" in result.err
    assert "absent: [text]" in result.err
    assert snapshot(desk.store) == before
    mapping = desk.mapping(text=text + "absent: [text]\n")
    assert desk.hotline("import", without, "--mapping", mapping, "--out", desk.store).code == 0
    assert desk.stored("id", "text") == [("A1", "x"), ("A2", None)]


def test_the_stores_units_hold_where_the_mapping_names_none(desk: Desk) -> None:
    desk.done(desk.csv([ticket("A1", 10)]), more="units: {甲街道: {group: 街道, aliases: [甲街]}}\nas_of: 2022-11-01\n")
    desk.done(desk.csv([ticket("A2", 11, unit="甲街")]))
    assert desk.stored("unit") == ["甲街道", "甲街道"]
    assert manifest(desk)["as_of"] == "2022-11-01T00:00:00"
    assert "'乙街道'" in desk.refused(desk.csv([ticket("A3", 11, unit="乙街道")]))
    desk.done(desk.csv([ticket("A2", 11)]), options=("--as-of", "2022-12-01"))
    assert manifest(desk)["as_of"] == "2022-12-01T00:00:00"


def test_rows_set_aside_are_kept_with_their_reason(desk: Desk) -> None:
    content = [
        ticket("A1", 11),
        ticket("A1", 11),
        ticket("", 11, "=cmd|' /C calc'!A0 13800138000"),
        row(id="A4", received=""),
    ]
    result = desk.done(desk.csv(content))
    assert desk.stored("id") == ["A1"]
    (file,) = (desk.store / "set-aside").glob("*.csv")
    assert str(file) in result.err
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(one["row"], one["reason"]) for one in rows] == [
        ("3", "repeated_row"),
        ("4", "missing_id"),
        ("5", "missing_received"),
    ]
    assert rows[1]["text"] == "'=cmd|' /C calc'!A0 ［手机号］"
    report = json.loads((desk.store / "quality.json").read_text())
    assert report["rows"] == {"read": 4, "stored": 1, "set_aside": 3}


def test_a_row_set_aside_shows_what_could_not_be_read(desk: Desk) -> None:
    desk.done(
        desk.csv([ticket("A1", 11), row(id="A2", received="昨天13800138000")]),
        more="checks: {unreadable_time: warning}\n",
    )
    (file,) = (desk.store / "set-aside").glob("*.csv")
    assert "昨天［手机号］" in file.read_text(encoding="utf-8-sig")
    assert "13800138000" not in file.read_text(encoding="utf-8-sig")


def test_duplicates_with_different_content_stop_the_import(desk: Desk) -> None:
    message = desk.refused(desk.csv([ticket("A1", 11), ticket("A2", 11), ticket("A1", 11, "other")]))
    assert "row 4, column id (工单编号)" in message
    assert "duplicate_id" in message


def test_one_file(desk: Desk) -> None:
    out = desk.folder / "tickets.parquet"
    desk.done(desk.csv([ticket("A1", 10), ticket("", 11)]), out=out, more="month_starts_on: 26\n")
    opened = open_ticket_files(out)
    assert opened.meta.calendar.month_starts_on == 26
    assert desk.stored("id", where=out) == ["A1"]
    aside = Path(f"{out}.set-aside.csv")
    assert "missing_id" in aside.read_text(encoding="utf-8-sig")
    assert json.loads(Path(f"{out}.quality.json").read_text())["rows"]["set_aside"] == 1
    desk.done(desk.csv([ticket("A2", 11)]), out=out)
    assert desk.stored("id", where=out) == ["A2"]
    assert not aside.exists()
    assert parquet.read_schema(out).names == list(opened.columns)


@pytest.mark.parametrize("name", ["tickets.csv", "tickets.xlsx"])
def test_other_kinds_of_output_are_refused(desk: Desk, name: str) -> None:
    assert "a folder or a .parquet file" in desk.refused(desk.csv([row()]), out=desk.folder / name, code=2)


def test_a_period_is_for_stores(desk: Desk) -> None:
    out = desk.folder / "t.parquet"
    assert "--period" in desk.refused(desk.csv([row()]), out=out, options=("--period", "2022-11"), code=2)


def test_a_folder_of_other_things_is_no_store(desk: Desk) -> None:
    desk.store.mkdir()
    desk.write("store/letter.txt", "x")
    assert "not a store of tickets" in desk.refused(desk.csv([row()]))


def test_a_damaged_manifest_is_refused(desk: Desk) -> None:
    desk.done(desk.csv([row()]))
    desk.write("store/store.json", "{")
    assert "a damaged manifest" in desk.refused(desk.csv([row()]))


def test_files_without_a_name_in_the_manifest_are_cleaned_away(desk: Desk) -> None:
    desk.done(desk.csv([row()]))
    orphan = desk.store / "period=2022-10" / "killed.parquet"
    orphan.parent.mkdir()
    duckdb.connect().execute(f"COPY (SELECT 'Z' AS id, TIMESTAMP '2022-10-01' AS received) TO '{orphan}'")
    desk.write("store/quality/killed.json", "{}")
    desk.done(desk.csv([row(id="A2")]))
    assert not orphan.parent.exists()
    assert not (desk.store / "quality" / "killed.json").exists()
    assert desk.stored("id") == ["A2"]


def test_nothing_given(desk: Desk) -> None:
    result = desk.hotline("import", desk.csv([row()]))
    assert result.code == 2
    assert "--suggest" in result.err
