from __future__ import annotations

import pickle

import pytest

from hotline_analysis.errors import HotlineError, InputError, RenderError, UsageError


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (InputError("wrong"), "wrong"),
        (InputError("wrong", file="a.csv"), "a.csv: wrong"),
        (InputError("wrong", file="a.csv", where="line 3"), "a.csv, line 3: wrong"),
        (InputError("wrong", where="line 3"), "line 3: wrong"),
        (InputError("wrong", value="x"), "wrong; found 'x'"),
        (InputError("wrong", value=""), "wrong; found ''"),
        (InputError("wrong", value=0, allowed="1 or 2"), "wrong; found 0; allowed: 1 or 2"),
    ],
)
def test_messages(error: InputError, text: str) -> None:
    assert str(error) == text


def test_exit_codes() -> None:
    assert [kind.exit_code for kind in (HotlineError, RenderError, UsageError, InputError)] == [1, 1, 2, 3]


def test_errors_cross_process_boundaries() -> None:
    error = InputError("wrong", file="a.csv", where="line 3", value=["x"], allowed="y")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (InputError, str(error), vars(error))
