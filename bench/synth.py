"""How fast ``hotline synth --tickets`` writes, and how much memory it takes: ``python bench/synth.py [ROWS ...]``.

Each number of rows is written by a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CASE = "furong-2022-11"
ROWS = (1_000_000, 10_000_000)
LINE = "{rows:>12,} {seconds:>9.1f} {speed:>12,.0f} {memory:>9,.0f} {size:>9,.0f}"


def measure(rows: int, folder: Path) -> None:
    """Write so many rows and print one line of the table."""
    start = time.perf_counter()
    from hotline_analysis.synthetic import write_many

    out = folder / "tickets.parquet"
    write_many(CASE, out, tickets=rows)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(LINE.format(rows=rows, seconds=seconds, speed=rows / seconds, memory=memory, size=out.stat().st_size / 1e6))


def main(arguments: list[str]) -> None:
    """Measure every number of rows in a fresh process."""
    if arguments[:1] == ["--one"]:
        measure(int(arguments[1]), Path(arguments[2]))
        return
    print(f"{'rows':>12} {'seconds':>9} {'rows/s':>12} {'peak MB':>9} {'file MB':>9}", flush=True)
    for rows in map(int, arguments or ROWS):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, __file__, "--one", str(rows), folder], check=True)  # noqa: S603


if __name__ == "__main__":
    main(sys.argv[1:])
