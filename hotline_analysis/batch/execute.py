"""Execute a report's notebook with papermill, and say in one line what went wrong where it fails."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from hotline_analysis.documents import load_document
from hotline_analysis.errors import HotlineError, InputError
from hotline_analysis.report import Report


class InvalidReportError(HotlineError):
    """The data or a parameter is invalid, as the notebook found when it read it (exit code 3)."""

    exit_code = InputError.exit_code


def check_notebook(source: Path) -> None:
    """Refuse a file that is no notebook.

    Raises
    ------
    InputError
        Naming the file and why.
    """
    try:
        nbformat.read(source, as_version=4)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=source) from None
    except Exception as error:  # what nbformat raises for other JSON shares no useful base class
        raise InputError(
            f"not a notebook ({_first_line(error)[:100]})", file=source, allowed="a Jupyter notebook, .ipynb"
        ) from None


def notebook_defaults(source: Path, params: Path) -> dict[str, str]:
    """Return the name of the report that the notebook makes by itself, where the parameter file gives none.

    So the audit notebook, run with a bulletin's parameters, does not take the bulletin's name.
    """
    if "report" in load_document(params).data:
        return {}
    name = notebook_parameters(source).get("report")
    return {"report": name} if isinstance(name, str) else {}


def notebook_parameters(source: Path) -> dict[str, object]:
    """Return the parameters that a notebook takes with their defaults; None where these are no plain values."""
    book = nbformat.read(source, as_version=4)
    cells = (cell for cell in book.cells if "parameters" in cell.metadata.get("tags", ()))
    return {name: value for cell in cells for name, value in _assigned(cell.source)}


def _assigned(code: str) -> Iterator[tuple[str, object]]:
    """Yield the names that code assigns; code that cannot be read assigns none, and fails when it is run."""
    try:
        nodes = ast.parse(code).body
    except SyntaxError:
        return
    for node in nodes:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=value)
            ):
                yield name, value.value if isinstance(value, ast.Constant) else None


def executed(source: Path, work: Path, report: Report, folder: Path, target: Path) -> NotebookNode:
    """Run a copy of the notebook in a private folder and return it.

    Parameters
    ----------
    source : path
    work : path
        The private folder.
    report : Report
        The parameters.
    folder : path
        Where the notebook runs, so that it finds the files that the report names.
    target : path
        Where a notebook that fails is kept.

    Raises
    ------
    InvalidReportError
        If the notebook found its data or a parameter invalid.
    HotlineError
        If it failed otherwise.
    """
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillException, PapermillExecutionError
    from papermill.execute import execute_notebook

    copy = work / f"{report.report}.ipynb"
    parameters: dict[str, Any] = report.model_dump(mode="json", exclude_none=True)
    try:
        execute_notebook(
            _literal(source),
            _literal(copy),
            parameters=parameters,
            progress_bar=False,
            cwd=str(folder),
            shutdown_kernel="immediate",
            extra_arguments=["--IPKernelApp.log_level=40"],
        )
    except PapermillExecutionError as error:
        cause = _first_line(error.evalue) or error.ename
        if error.ename == InputError.__name__:
            raise InvalidReportError(cause) from None
        raise _failure(report, cause, copy, target) from None
    except (PapermillException, DeadKernelError, CellTimeoutError, NoSuchKernel) as error:
        raise _failure(report, _first_line(error) or type(error).__name__, copy, target) from None
    return _without_paths(copy, source)


def _first_line(message: object) -> str:
    return next(iter(str(message).strip().splitlines()), "")


def _literal(path: Path) -> str:
    """Keep papermill from filling in parameters where a path has braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _without_paths(copy: Path, source: Path) -> NotebookNode:
    """Take the paths of this machine out of what papermill notes; a reader has no use for them."""
    notebook: NotebookNode = nbformat.read(copy, as_version=4)
    notebook.metadata.papermill.update(input_path=source.name, output_path=copy.name)
    nbformat.write(notebook, copy)
    return notebook


def _failure(report: Report, cause: str, copy: Path, target: Path) -> HotlineError:
    """Keep the notebook that failed and say where it is."""
    text = f"{report.jurisdiction} {report.period}: the notebook failed: {cause}"
    if not copy.is_file():
        return HotlineError(text)
    kept = target / failed_name(report)
    target.mkdir(parents=True, exist_ok=True)
    copy.replace(kept)
    return HotlineError(f"{text}; see {kept}")


def failed_name(report: Report) -> str:
    """Name the notebook that a failed run leaves for whoever looks into it."""
    return f"{report.report}.failed.ipynb"
