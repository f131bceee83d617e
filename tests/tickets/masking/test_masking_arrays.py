from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa
import pytest

from hotline_analysis.tickets import masking
from hotline_analysis.tickets.masking import arrays, mask_array

TEXTS = ["请回电13800138000", None, "无", "湘A12345 与 a@b.cn", ""]
MASKED = ["请回电［手机号］", None, "无", "［车牌号］ 与 ［邮箱］", ""]
COUNTS = {"phone": 1, "plate": 1, "email": 1}


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_an_array_keeps_type_length_and_nulls(kind: pa.DataType) -> None:
    masked, counts = mask_array(pa.array(TEXTS, kind))
    assert masked.to_pylist() == MASKED
    assert masked.type == kind
    assert counts == COUNTS


def test_chunks_are_counted_together() -> None:
    masked, counts = mask_array(pa.chunked_array([TEXTS, [], TEXTS[:1]], type=pa.string()))
    assert masked.to_pylist() == MASKED + MASKED[:1]
    assert counts == {**COUNTS, "phone": 2}


def test_nothing_to_mask() -> None:
    for empty in (pa.array([], pa.string()), pa.array([None, None], pa.string()), pa.array(["12345"])):
        masked, counts = mask_array(empty)
        assert masked.to_pylist() == empty.to_pylist()
        assert counts == {}


def test_only_candidates_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def note(text: str, *, keep: Collection[str]) -> tuple[str, dict[str, int]]:
        seen.append(text)
        return masking.mask(text, keep=keep)

    monkeypatch.setattr(arrays, "mask", note)
    mask_array(pa.array(["12345热线2022-11-03 09:05:00受理", "13800138000", "35000.00元"]))
    assert seen == ["13800138000"]


def test_kinds_that_are_to_stay() -> None:
    masked, counts = mask_array(pa.array(TEXTS), keep=["plate"])
    assert masked.to_pylist() == [MASKED[0], None, "无", "湘A12345 与 ［邮箱］", ""]
    assert counts == {"phone": 1, "email": 1}
