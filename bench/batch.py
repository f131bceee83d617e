"""A batch of 24 bulletins against other ways to make them, as ratios in one run: ``python bench/batch.py``.

Every way makes the same HTML reports from the same tickets with as many workers as ours, start-up included; only the
sequential one is measured on a few reports and scaled.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import yaml
from batch_office import YEARS, hotline, make_office

HERE = Path(__file__).parent
NOTEBOOK = HERE.parent / "notebooks" / "bulletin.ipynb"
Job = tuple[dict[str, Any], Path, Path]  # parameters, the folder it runs in, where the page goes


def jobs_of(office: Path, target: Path) -> list[Job]:
    """Return the parameters of the 24 bulletins."""
    found = []
    for name, (_, periods) in YEARS.items():
        first = periods.partition("..")[0]
        start = int(first[:4]) * 12 + int(first[5:]) - 1
        for month in range(start, start + 12):
            period = f"{month // 12}-{month % 12 + 1:02}"
            given = {"jurisdiction": f"{name}1", "period": period, "data": name, "date": "2023-02-01"}
            found.append((given, office, target / f"{name}-{period}.html"))
    target.mkdir(exist_ok=True)
    return found


def one_process_each(jobs: Sequence[Job]) -> None:
    """Run one ``papermill`` and one ``jupyter nbconvert`` a report, one after the other."""
    for given, folder, page in jobs:
        params, notebook = page.with_suffix(".yaml"), page.with_suffix(".ipynb")
        params.write_text(yaml.safe_dump(given), encoding="utf-8")
        for command in (
            ["papermill", NOTEBOOK, notebook, "-f", params, "--cwd", folder, "--no-progress-bar"],
            ["nbconvert", "--to", "html", notebook],
        ):
            subprocess.run([sys.executable, "-m", *map(str, command)], check=True, capture_output=True)  # noqa: S603


def by_api(job: Job) -> None:
    """Make one report with papermill's and nbconvert's own functions."""
    import papermill
    from nbconvert import HTMLExporter

    given, folder, page = job
    notebook = page.with_suffix(".ipynb")
    papermill.execute_notebook(NOTEBOOK, notebook, given, progress_bar=False, cwd=folder)
    page.write_text(HTMLExporter().from_filename(str(notebook))[0], encoding="utf-8")


def in_workers(jobs: Sequence[Job], workers: int) -> None:
    """Do that in as many worker processes."""
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(by_api, jobs))


def floor(jobs: Sequence[Job], workers: int) -> None:
    """Run the cells with exec in processes forked from this one, which has imported everything; no kernel at all."""
    running: set[int] = set()
    for job in jobs:
        if len(running) == workers:
            running.discard(os.wait()[0])
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                by_exec(job)
                code = 0
            finally:
                os._exit(code)
        running.add(pid)
    for pid in running:
        if os.waitpid(pid, 0)[1]:
            raise SystemExit("a report of the floor failed")


def by_exec(job: Job) -> None:
    """Run one report's cells and export what they show."""
    import ast

    import nbformat
    from IPython.core.formatters import DisplayFormatter

    from hotline_analysis.rendering import export_html

    given, folder, page = job
    os.chdir(folder)
    notebook, names, show = nbformat.read(NOTEBOOK, as_version=4), {}, DisplayFormatter()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102
        if "parameters" in cell.metadata.get("tags", ()):
            names.update(given)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
            data, metadata = show.format(value)
            cell.outputs = [nbformat.v4.new_output("display_data", data, metadata=metadata)]
    page.write_text(export_html(notebook, name="bulletin"), encoding="utf-8")


def ours(grids: Sequence[Path], outputs: Path, workers: int, formats: str = "html") -> None:
    """Run ``hotline batch``."""
    hotline("batch", *grids, "--outputs", outputs, "--to", formats, "-j", workers)


def watched(grids: Sequence[Path], outputs: Path, workers: int) -> Iterator[tuple[int, float]]:
    """Run ``hotline batch`` and yield, as reports are made, their number and the largest worker's memory in MB."""
    arguments = [*map(str, grids), "--outputs", str(outputs), "--to", "html", "-j", str(workers)]
    command = [sys.executable, "-m", "hotline_analysis", "batch", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as batch:  # noqa: S603
        while batch.poll() is None:
            time.sleep(1)
            yield len(list(outputs.glob("*/*/bulletin.html"))), max(_resident(batch.pid), default=0.0)


def _resident(pid: int) -> Iterator[float]:
    """Yield the memory of the workers: the children of a process but the warm parent, whose pages are shared."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            if b"start.py" not in Path(f"/proc/{child}/cmdline").read_bytes():
                yield int(Path(f"/proc/{child}/statm").read_text().split()[1]) * 4 / 1024
        except OSError:
            continue  # it has just ended


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def row(what: str, taken: float, ratio: str = "", goal: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:58} {taken:8.1f} {ratio:>18} {goal:>14}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sequential", type=int, default=4, help="so many reports with a process each")
    parser.add_argument("--short", action="store_true", help="only the 24 bulletins")
    parser.add_argument("--memory", action="store_true", help="only the workers' memory over 216 reports")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder)
        grids = make_office(office, (9,) if given.memory else (1, 4))
        if given.memory:
            for made, memory in watched(grids[9], office / "many", given.workers):
                row(f"{made} reports made, the largest worker in MB", memory)
            return
        compared(office, grids[1], given.workers, given.sequential)
        if not given.short:
            grown(office, grids, given.workers)


def compared(office: Path, grids: Sequence[Path], workers: int, few: int) -> None:
    """Compare our batch with others."""
    import hotline_analysis.rendering
    import hotline_analysis.report  # the floor is warm

    assert hotline_analysis
    jobs = jobs_of(office, office / "pages")
    own = timed(lambda: ours(grids, office / "ours", workers))
    each = timed(lambda: one_process_each(jobs[:: len(jobs) // few][:few])) / few * len(jobs)
    api = timed(lambda: in_workers(jobs, workers))
    least = timed(lambda: floor(jobs, workers))
    paper = timed(lambda: ours(grids, office / "paper", workers, "html,pdf"))
    print(f"{f'24 bulletins, {workers} workers':58} {'seconds':>8} {'ratio':>18} {'goal':>14}")
    row("hotline batch, HTML", own, "1.00")
    row(f"a papermill and an nbconvert process each ({few} measured)", each, f"{each / own:.1f} × ours", "≥ 9 ×")
    row("papermill's API in as many workers", api, f"{api / own:.1f} × ours", "≥ 3 ×")
    row("the floor: cells by exec in forks, and export", least, f"{own / least:.2f} × floor", "≤ 1.25 ×")
    row("hotline batch, HTML and PDF", paper, f"{paper / own:.2f} × HTML", "≤ 2 ×")


def grown(office: Path, grids: dict[int, list[Path]], workers: int) -> None:
    """See how the batch grows, and what it costs when nothing has changed."""
    few = timed(lambda: ours(grids[1], office / "few", workers))
    many = timed(lambda: ours(grids[4], office / "many", workers))
    row("24 reports again", few)
    row("96 reports", many, f"{many / few:.2f} × 24", "≤ 4 ×")
    row("96 reports, nothing changed", timed(lambda: ours(grids[4], office / "many", workers)), "", "< 1 s")


if __name__ == "__main__":
    main()
