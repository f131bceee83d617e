"""Counts that several reports of a batch need: whoever needs them first counts for all, and leaves them to the others.

A bulletin counts its own period and those it is compared with, and the next month's counts most of them again. A batch
therefore gives its reports a folder (`FOLDER`), and says which periods they will ask for (`announce`). The first report
that misses a period counts all of that run of periods in one pass. Without a folder everybody counts for himself. What
is counted is the same; the folder lasts as long as the batch.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from hotline_analysis.metrics.counting.count import Counted
from hotline_analysis.metrics.counting.dimensions import PERIOD, Dimensions
from hotline_analysis.metrics.counting.engines.opening import Tickets
from hotline_analysis.metrics.counting.spans import Span
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.store import TicketFiles

FOLDER = "HOTLINE_COUNTS"
_PERIODS = "periods"

T = TypeVar("T")


def announce(folder: Path, periods: Iterable[str]) -> None:
    """Say in a folder which periods the reports that share it will ask for."""
    (folder / _PERIODS).write_text("\n".join(sorted(set(periods))), encoding="utf-8")


def once(tickets: Tickets, what: object, make: Callable[[], T]) -> T:
    """Return what some report of this batch has found in the same tickets, or find it.

    Parameters
    ----------
    tickets : Tickets
    what : object
        Tells it from everything else that is found in tickets; its ``repr`` counts.
    make : callable
        Finds it.
    """
    folder = _folder(tickets)
    return make() if folder is None else _kept(folder, _key(tickets, what), make)


def read_once(files: Sequence[Path], what: object, read: Callable[[], T]) -> T:
    """Return what some report of this batch has read out of the same files, or read it.

    Parameters
    ----------
    files : sequence of Path
    what : object
        Tells it from everything else that is read out of files; its ``repr`` counts.
    read : callable
        Reads it.
    """
    folder = os.environ.get(FOLDER)
    return _kept(Path(folder), _name((_status(files), what)), read) if folder else read()


def counted_once(
    tickets: Tickets,
    what: object,
    dimensions: Dimensions,
    span: Span | None,
    count: Callable[[Dimensions, Span | None], Counted],
) -> Counted:
    """Return what some report of this batch has counted in the same tickets, or count it.

    Parameters
    ----------
    tickets : Tickets
    what : object
        What is counted besides dimensions and periods; its ``repr`` counts.
    dimensions, span
        As `count_tickets` takes them.
    count : callable
        Counts it, by any dimensions and in any span.
    """
    folder = _folder(tickets)
    if folder is None or span is None or span.first != span.last or dimensions.by_period:
        return count(dimensions, span)
    asked = span.first
    run = _run(folder, asked)

    def count_all() -> dict[Period, bytes]:
        every = replace(dimensions, names=(*dimensions.names, PERIOD), grain=span.granularity)
        parts = _by_period(count(every, Span(run[0], run[-1])), run)
        return {period: pickle.dumps(part) for period, part in parts.items()}  # most need one or two of them

    key = _key(tickets, (what, dimensions.names, [one.label for one in run]))
    found: Counted = pickle.loads(_kept(folder, key, count_all)[asked])  # noqa: S301 - see `_kept`
    # in a table of periods, one without tickets has no row; the total of no tickets is a row of zeros
    return count(dimensions, span) if found.frame.empty else found


def _folder(tickets: Tickets) -> Path | None:
    folder = os.environ.get(FOLDER)
    return Path(folder) if folder and isinstance(tickets.source, TicketFiles) else None


def _run(folder: Path, asked: Period) -> Sequence[Period]:
    """Return the periods around one that will be asked for too, in the order of time and without a gap."""
    try:
        wanted = {Period.parse(line) for line in (folder / _PERIODS).read_text(encoding="utf-8").splitlines()}
    except OSError:
        wanted = set()
    first = last = asked
    while (before := Period(first.first - first.months, first.months)) in wanted:
        first = before
    while (after := Period(last.first + last.months, last.months)) in wanted:
        last = after
    return [Period(month, asked.months) for month in range(first.first, last.first + 1, asked.months)]


def _by_period(counted: Counted, periods: Sequence[Period]) -> dict[Period, Counted]:
    frame, found = counted.frame, counted.frame[PERIOD]
    parts = {period: frame[found == period].drop(columns=PERIOD).reset_index(drop=True) for period in periods}
    return {period: replace(counted, frame=part) for period, part in parts.items()}


def _key(tickets: Tickets, what: object) -> str:
    """Name something that is found in tickets; files that change meanwhile are other tickets."""
    return _name((_status(tickets.source.files), tickets.engine, tickets.meta, what))


def _status(files: Iterable[Path]) -> list[tuple[str, int, int]]:
    return [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]


def _name(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _kept(folder: Path, key: str, make: Callable[[], T]) -> T:
    """Read what is kept under a key, or make and keep it; one at a time, so that the others wait instead of working."""
    file = folder / f"{key}.pickle"
    with _alone(folder / f"{key}.lock"):
        with suppress(OSError):
            kept: T = pickle.loads(file.read_bytes())  # noqa: S301 - this batch wrote it, in a folder of its own
            return kept
        made = make()
        with suppress(OSError):  # a disk that is full, or a folder that is gone: the others count for themselves
            written = file.with_suffix(".writing")
            written.write_bytes(pickle.dumps(made))
            written.replace(file)
        return made


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Wait until nobody else is at it; where files cannot be locked, nobody waits."""
    with ExitStack() as stack:
        with suppress(ImportError, OSError):
            import fcntl

            held = stack.enter_context(file.open("a"))
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
