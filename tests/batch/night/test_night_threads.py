"""Workers share the cores, and the libraries below them keep to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hotline_analysis.batch.night import threads
from hotline_analysis.batch.night.threads import limited_threads
from hotline_analysis.metrics.counting.engines import duck


@pytest.mark.parametrize(("workers", "share"), [(1, "8"), (3, "2"), (8, "1"), (20, "1")])
def test_each_gets_its_share(monkeypatch: pytest.MonkeyPatch, workers: int, share: str) -> None:
    monkeypatch.setattr(threads, "cores", lambda: 8)
    monkeypatch.delenv(duck.THREADS, raising=False)
    monkeypatch.setenv("NUMEXPR_NUM_THREADS", "5")
    with limited_threads(workers):
        assert os.environ["NUMEXPR_NUM_THREADS"] == "5"  # what the user says goes before
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
        assert os.environ[duck.THREADS] == share
    assert duck.THREADS not in os.environ
    assert os.environ["NUMEXPR_NUM_THREADS"] == "5"


@pytest.mark.parametrize(("given", "used"), [("3", 3), ("1", 1)])
def test_duckdb_keeps_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, used: int) -> None:
    monkeypatch.setenv(duck.THREADS, given)
    with duck._connection(str(tmp_path)) as connection:
        assert connection.execute("SELECT current_setting('threads')").fetchone() == (used,)
