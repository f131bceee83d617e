"""Working time: minutes of working days, one after the other, and the moments that they are."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from hotline_analysis.synthetic.arrays import Floats, Moments, Numbers

DAY = 540.0  # minutes of a working day: 8:30 to 17:30
OPENS = np.timedelta64(8 * 60 + 30, "m")
CLOSES = np.timedelta64(17 * 60 + 30, "m")
_MARGIN = 40  # days on either side, for deadlines after the last moment and tickets before the first


class WorkTime:
    """Counts working minutes from a first day on; Saturdays and Sundays have none.

    Parameters
    ----------
    first, last : datetime
        The span that is needed.

    Examples
    --------
    >>> clock = WorkTime(datetime(2022, 11, 1), datetime(2022, 12, 1))
    >>> friday_evening = clock.minute(datetime(2022, 11, 4, 18, 0))
    >>> str(clock.moments(np.array([friday_evening + 5]))[0])
    '2022-11-07T08:35:00'
    """

    def __init__(self, first: datetime, last: datetime) -> None:
        edges = [first - timedelta(days=_MARGIN), last + timedelta(days=_MARGIN)]
        start, end = (np.datetime64(edge.date(), "D") for edge in edges)
        days = np.arange(start, end)
        # 1 January 1970 was a Thursday
        open_ = (days.astype(np.int64) + 3) % 7 < 5
        self.days: Moments = days[open_]
        self._first = start
        self._before = np.concatenate([[0], np.cumsum(open_)])
        self._open = open_

    def minute(self, moment: datetime) -> float:
        """Return the first working minute at or after a moment."""
        day = int((np.datetime64(moment.date(), "D") - self._first).astype(int))
        into = (moment.hour * 60 + moment.minute) - 510
        whole = float(self._before[day]) * DAY
        return whole + min(max(into, 0), DAY) if self._open[day] else whole

    def moments(self, minutes: Floats) -> Moments:
        """Return the moments of working minutes, to the second."""
        day = np.floor_divide(minutes, DAY).astype(np.int64)
        seconds = ((minutes - day * DAY) * 60).astype("timedelta64[s]")
        found: Moments = self.days[day].astype("datetime64[s]") + OPENS + seconds
        return found

    def nights_before(self, minutes: Floats) -> tuple[Moments, Numbers]:
        """Return the last working day before that of a minute, and how many days lie between the two."""
        day = np.floor_divide(minutes, DAY).astype(np.int64)
        before = self.days[day - 1]
        return before, (self.days[day] - before).astype(np.int64)
