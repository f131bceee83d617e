"""The kinds of arrays that tickets are made of, one entry a ticket unless it says otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Codes = NDArray[np.int32]  # places in a list of words; -1 for none
States = NDArray[np.int8]  # flags and answers; -1 for not known
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Moments = NDArray[np.datetime64]
Columns = dict[str, NDArray[Any]]

NOT_A_TIME = np.datetime64("NaT", "s")
