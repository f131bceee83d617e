from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline_analysis.batch.engine import WarmKernels


@pytest.fixture(scope="session")
def warm() -> Iterator[WarmKernels]:
    """One warm parent for all tests that do not break it."""
    with WarmKernels() as kernels:
        yield kernels
        assert kernels.why_not is None
