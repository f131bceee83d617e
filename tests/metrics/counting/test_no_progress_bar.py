"""A slow query draws no bar, which would be an output of a notebook's cell, or stand among results on a terminal."""

from __future__ import annotations

from pathlib import Path

from hotline_analysis.metrics.counting.engines import duck
from hotline_analysis.synthetic import synthesize
from hotline_analysis.synthetic.export import _prepared

SETTING = "SELECT current_setting('enable_progress_bar')"


def test_counting_draws_no_bar(tmp_path: Path) -> None:
    with duck._connection(str(tmp_path)) as connection:
        assert connection.execute(SETTING).fetchone() == (False,)


def test_writing_an_export_draws_no_bar() -> None:
    assert _prepared(synthesize("yunxi-2022-Q3")).execute(SETTING).fetchone() == (False,)
