"""Mask columns of texts; only texts that may hold a number are looked at one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from hotline_analysis.personal.patterns import CANDIDATE
from hotline_analysis.personal.texts import mask

if TYPE_CHECKING:
    import pyarrow as pa


def candidate_sql(column: str) -> str:
    """Return a DuckDB condition that holds for every text in which `mask` finds something, and for few others.

    Parameters
    ----------
    column : str
        An SQL expression, for example a quoted column name. Where it is NULL the condition is NULL.

    Examples
    --------
    >>> import duckdb
    >>> texts = "(VALUES ('回电13800138000'), ('路灯不亮')) AS t(text)"
    >>> duckdb.sql(f"SELECT text FROM {texts} WHERE {candidate_sql('text')}").fetchall()
    [('回电13800138000',)]
    """
    return f"regexp_matches({column}, '{CANDIDATE}')"


def mask_array(
    texts: pa.ChunkedArray | pa.Array, *, keep: Collection[str] = ()
) -> tuple[pa.ChunkedArray, dict[str, int]]:
    """Mask an Arrow column of texts.

    Parameters
    ----------
    texts : pyarrow.Array or pyarrow.ChunkedArray
        Strings or large strings; nulls stay null.
    keep : collection of str
        Kinds that stay as they are.

    Returns
    -------
    masked : pyarrow.ChunkedArray
        Of the same type and length.
    counts : dict of str to int
        How many of each kind were masked.

    Examples
    --------
    >>> import pyarrow as pa
    >>> masked, counts = mask_array(pa.array(["回电13800138000", None, "路灯不亮"]))
    >>> masked.to_pylist(), counts
    (['回电［手机号］', None, '路灯不亮'], {'phone': 1})
    """
    import pyarrow as pa

    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    found: Counter[str] = Counter()
    masked = [_mask_chunk(chunk, found, keep) for chunk in chunks]
    return pa.chunked_array(masked, type=texts.type), dict(found)


def _mask_chunk(texts: pa.Array, found: Counter[str], keep: Collection[str]) -> pa.Array:
    import pyarrow as pa
    from pyarrow import compute

    wanted = compute.fill_null(compute.match_substring_regex(texts, CANDIDATE), False)
    masked = []
    for text in texts.filter(wanted).to_pylist():
        clean, counts = mask(text, keep=keep)
        masked.append(clean)
        found.update(counts)
    return compute.replace_with_mask(texts, wanted, pa.array(masked, type=texts.type)) if masked else texts
