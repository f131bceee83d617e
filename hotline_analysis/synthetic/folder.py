"""The worked example: an export, its mapping, a case folder and the parameters of a report."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hotline_analysis.cases import Case, load_case
from hotline_analysis.documents import load_document
from hotline_analysis.errors import InputError
from hotline_analysis.resources import shared_folder
from hotline_analysis.schemes import load_scheme
from hotline_analysis.schemes.rules import GivenRule
from hotline_analysis.synthetic.export import as_yaml, mapping_text, write_csv
from hotline_analysis.synthetic.settings import CaseSettings, case_settings
from hotline_analysis.synthetic.synthesize import SyntheticTickets
from hotline_analysis.synthetic.writing import write_parquet

HEAD = (
    "# Made by `hotline synth`. Import the export first:\n"
    "#   hotline import export.csv --mapping mapping.yaml --out tickets\n"
)
READY = "# Synthetic tickets that add up to a published bulletin.\n"
STORE, FILE = "tickets", "tickets.parquet"


def write_folder(tickets: SyntheticTickets, out: Path, *, ready: bool = False) -> None:
    """Write the worked example into a new or empty folder.

    Parameters
    ----------
    tickets : SyntheticTickets
    out : path
    ready : bool
        Whether the tickets lie in it as canonical ones, ready to be counted, instead of as an export to be imported.

    Raises
    ------
    InputError
        If something is in the folder already, or it cannot be written.
    """
    if out.is_dir() and any(out.iterdir()):
        raise InputError("the folder is not empty", file=out, allowed="a new or an empty folder")
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", file=out) from None
    try:
        _fill(tickets, part, ready)
        part.chmod(0o755)
        part.replace(out)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror or error})", file=out) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(tickets: SyntheticTickets, folder: Path, ready: bool) -> None:
    settings, case = case_settings(tickets.case), load_case(tickets.case)
    head = READY if ready else HEAD
    texts = {
        "case.yaml": head + as_yaml(_case(case, settings, FILE if ready else STORE)),
        "report.yaml": head + as_yaml(_report(tickets.case, settings)),
    }
    if ready:
        write_parquet(tickets.table, tickets.meta, folder / FILE)
    else:
        write_csv(tickets, folder / "export.csv")
        texts["mapping.yaml"] = mapping_text(tickets.meta)
    given = _given(case, settings)
    if given:
        texts["given.csv"] = given
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for key in settings.folder.copies:
        for source in case.files(key):
            assert source.path is not None
            shutil.copyfile(source.path, folder / source.path.name)


def _case(case: Case, settings: CaseSettings, store: str) -> dict[str, Any]:
    """Return the content of ``case.yaml``."""
    # what a bulletin repeats of its unit table is repeated of the tickets' one, which no file holds
    own: dict[str, Any] = {
        key: dict(entry) if isinstance(entry := case.document.data["tables"][key], dict) else entry
        for key in settings.folder.copies
    }
    for entry in own.values():
        if isinstance(entry, dict):
            entry.pop("excerpt_of", None)
    content = {
        "period": case.period,
        "scheme": settings.scheme,
        "tickets": store,
        "given": "given.csv" if _given_columns(case, settings) else None,
        "tables": {**own, **_thawed(settings.folder.tables)},
        "figures": _figures(case, settings),
        "aliases": dict(case.aliases),
        "sets": {key: list(units) for key, units in case.sets.items()},
    }
    return {key: value for key, value in content.items() if value}


def _figures(case: Case, settings: CaseSettings) -> dict[str, Any]:
    """Return counted figures as recipes, and the others as printed."""
    counted = {key: {"tickets": recipe} for key, recipe in _thawed(settings.folder.figures).items()}
    found: dict[str, Any] = {}
    for key, fact in case.facts.items():
        if key in counted:
            found[key] = counted[key]
        elif fact.number is not None:
            found[key] = {name: text for name, text in fact.model_dump().items() if text is not None}
    return found


def _thawed(entry: Any) -> Any:
    if isinstance(entry, Mapping):
        return {key: _thawed(value) for key, value in entry.items()}
    return [_thawed(one) for one in entry] if isinstance(entry, list | tuple) else entry


def _given_columns(case: Case, settings: CaseSettings) -> list[str]:
    """Return the scores of the scheme that people enter by hand."""
    table = case.table("units")
    rules = [item.rule for _, _, item in load_scheme(settings.scheme).items()]
    return [rule.column for rule in rules if isinstance(rule, GivenRule) and rule.column in table]


def _given(case: Case, settings: CaseSettings) -> str | None:
    """Return the given scores as CSV, as the page prints them."""
    names = _given_columns(case, settings)
    if not names:
        return None
    table = case.table("units", corrected=True)[["unit", *names]]
    table.insert(0, "period", case.period)
    return table.to_csv(index=False, lineterminator="\n")


def _report(name: str, settings: CaseSettings) -> dict[str, Any]:
    """Return the parameters of the sample's report, with the tickets instead of the sample."""
    content = dict(load_document(shared_folder("params") / "reports" / f"{name}.yaml").data)
    content["data"] = "."
    own = load_document(shared_folder("params") / f"{content['jurisdiction']}.yaml").data["scheme"]
    if settings.scheme != own:
        content["scheme"] = settings.scheme
    return content
