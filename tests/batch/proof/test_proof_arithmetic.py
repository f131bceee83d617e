"""Linear algebra in kernels on one thread, whatever the environment says."""

from __future__ import annotations

import os

import pytest

from hotline_analysis.batch.night.threads import limited_threads
from hotline_analysis.batch.proof.arithmetic import SINGLE, one_thread


def test_one_thread_and_the_environment_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    with one_thread():
        assert {name: os.environ[name] for name in SINGLE} == dict.fromkeys(SINGLE, "1")
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "OPENBLAS_NUM_THREADS" not in os.environ


@pytest.mark.parametrize("workers", [1, 2])
def test_the_number_of_workers_does_not_matter(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    with limited_threads(workers):
        assert {name: os.environ[name] for name in SINGLE} == dict.fromkeys(SINGLE, "1")
