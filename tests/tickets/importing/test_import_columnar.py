"""Parquet exports."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from import_desk import Desk
from pyarrow import parquet

TEXT = "columns: {id: id, received: r, closed: c, resolved: s, returned: n, text: t}\n"


def export(desk: Desk, **columns: object) -> object:
    usual = {"id": [1], "r": [datetime(2022, 11, 3)], "c": [None], "s": [True], "n": [2], "t": ["x"]}
    file = desk.folder / "export.parquet"
    parquet.write_table(pa.table({**usual, **columns}), file)
    return file


def test_typed_columns(desk: Desk) -> None:
    file = export(desk, c=[date(2022, 11, 4)], n=pa.array([2.0]), t=pa.array(["x"]).dictionary_encode())
    result = desk.hotline("import", file, "--mapping", desk.mapping(text=TEXT), "--out", desk.store)
    assert result.code == 0, result.err
    assert desk.stored("*", "0") == [("1", datetime(2022, 11, 3), datetime(2022, 11, 4), 2, True, "x", 0)]


def test_moments_with_a_zone_need_the_offices(desk: Desk) -> None:
    file = export(desk, r=pa.array([datetime(2022, 11, 3, 1, tzinfo=UTC)]))
    result = desk.hotline("import", file, "--mapping", desk.mapping(text=TEXT), "--out", desk.store)
    assert result.code == 3
    assert "column r: moments with a time zone; found 'UTC'" in result.err
    mapping = desk.mapping(text=TEXT + "time_zone: Asia/Shanghai\n")
    assert desk.hotline("import", file, "--mapping", mapping, "--out", desk.store).code == 0
    assert desk.stored("received") == [datetime(2022, 11, 3, 9)]


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_file(desk: Desk, share: float) -> None:
    file = desk.folder / "export.parquet"
    export(desk)
    whole = file.read_bytes()
    desk.write("export.parquet", whole[: int(len(whole) * share)])
    assert "not a parquet file, or a damaged one" in desk.refused(file)


def test_a_huge_cell_is_refused_with_its_row(desk: Desk) -> None:
    file = export(
        desk, id=[1, 2], r=[datetime(2022, 11, 3)] * 2, c=[None] * 2, s=[True] * 2, n=[1] * 2, t=["x", "y" * 40_000_000]
    )
    result = desk.hotline("import", file, "--mapping", desk.mapping(text=TEXT), "--out", desk.store)
    assert result.code == 3
    assert "row 2, column text (诉求内容): a cell is 40,000,000 bytes long" in result.err
    assert not desk.store.exists()
