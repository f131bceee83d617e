"""Find a case by name or folder, and read it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hotline_analysis.cases.case import Case, SourceTable
from hotline_analysis.cases.facts import Fact, Facts, read_facts, read_figures
from hotline_analysis.cases.inside import inside
from hotline_analysis.cases.model import CaseFile, Claim, CountedFigure, Table, TableEntry
from hotline_analysis.cases.printed_sources import printed_sources
from hotline_analysis.cases.ticket_sources import UNITS, TicketRequest, TicketSources
from hotline_analysis.documents import Document, load_document, validate
from hotline_analysis.errors import InputError
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.validation import nearest_first


def samples_folder() -> Path:
    """Return the folder of the packaged samples.

    Examples
    --------
    >>> (samples_folder() / "furong-2022-11" / "case.yaml").is_file()
    True
    """
    return Path(__file__).resolve().parent.parent / "samples"


def sample_names() -> list[str]:
    """Return the names of the packaged samples.

    Examples
    --------
    >>> sample_names()
    ['furong-2020-03', 'furong-2022-11', 'xiangtan-2019-11', 'yueyang-2017-Q2', 'yunxi-2022-Q3']
    """
    return sorted(path.parent.name for path in samples_folder().glob("*/case.yaml"))


def load_case(
    name_or_path: str | Path,
    *,
    period: str | None = None,
    counting: Counting | None = None,
    names_on: date | None = None,
) -> Case:
    """Read a case: a sample by its name, or any folder that holds a ``case.yaml``.

    A folder without ``case.yaml`` that is named like a sample is read with the sample's ``case.yaml`` and derived
    tables, and its own printed tables and ``facts.yaml``. The bare name of a sample always means the packaged one;
    write ``./NAME`` for a folder.

    Parameters
    ----------
    name_or_path : str or path
    period : str, optional
        The period whose tickets are counted, where ``case.yaml`` names none.
    counting : Counting, optional
        How the scheme counts tickets; without it, as the dictionary says.
    names_on : date, optional
        Units of the tickets are called as on this day; by default the last day of the period.

    Raises
    ------
    InputError
        If there is no such case, or any file of it is wrong.

    Examples
    --------
    >>> load_case("furong-2020-03").table("units")[["unit", "signed"]].head(2)
        unit signed
    0  定王台街道    117
    1  东屯渡街道     94
    """
    folder = _folder(name_or_path)
    document = _case_document(folder)
    content = validate(CaseFile, document)
    return assembled(TicketRequest(folder, document, content, content.period or period, counting, names_on))


def named_scheme(name_or_path: str | Path) -> tuple[str | None, Path]:
    """Return the scheme that a case names, and the folder beside which it is looked for; nothing is counted.

    Raises
    ------
    InputError
        If there is no such case, or its case file is wrong.

    Examples
    --------
    >>> name, folder = named_scheme("furong-2020-03")
    >>> name, folder.name
    ('furong-2020', 'furong-2020-03')
    """
    folder = _folder(name_or_path)
    return validate(CaseFile, _case_document(folder)).scheme, folder


def assembled(request: TicketRequest, *, name: str | None = None) -> Case:
    """Read and count all that a case file names; the case is called as its folder, if nothing else is said.

    Raises
    ------
    InputError
        If any file of the case is wrong.
    """
    folder, document, content = request.folder, request.document, request.content
    _check_tables(content, document)
    facts, figures = _figures(folder, content, document)
    made = None if content.tickets is None else TicketSources(request)
    figures |= made.figures() if made else {}
    sources: list[SourceTable] = []
    for key, entry in with_units(content).items():
        if made and isinstance(entry, TableEntry) and entry.tickets:
            sources.append(made.source(key, entry))
        else:
            sources += printed_sources(folder, key, entry, document, figures)
    return Case(
        name=name or folder.resolve().name,
        folder=folder,
        document=document,
        period=request.period,
        scheme=content.scheme,
        source=content.source,
        conventions=tuple(content.conventions),
        sources=tuple(sources),
        facts=figures,
        thresholds=facts.thresholds,
        lists={key: tuple(entry.units) for key, entry in facts.lists.items()},
        bulletin=facts.bulletin,
        aliases=content.aliases,
        labels=content.labels,
        sets={key: tuple(units) for key, units in content.sets.items()},
        corrections=tuple(content.corrections),
        claims={key: _claims(entry) for key, entry in content.claims.items()},
        shares=content.shares,
        tickets=made.known() if made else None,
    )


def _check_tables(content: CaseFile, document: Document) -> None:
    """Refuse a table of tickets where there are none, and an excerpt of a table that there is not."""
    for key, entry in content.tables.items():
        if not isinstance(entry, TableEntry):
            continue
        if sum(origin is not None for origin in (entry.file, entry.from_facts, entry.tickets)) != 1:
            raise document.error("a table has either a file, from_facts or tickets", ("tables", key))
        if entry.tickets is not None and content.tickets is None:
            raise document.error("the case names no tickets", ("tables", key, "tickets"), allowed="tickets: PATH")
        if entry.excerpt_of not in (None, *content.tables):
            allowed = ", ".join(content.tables)
            raise document.error(
                "unknown table", ("tables", key, "excerpt_of"), value=entry.excerpt_of, allowed=allowed
            )
    if content.tickets is None:
        for key, one in content.figures.items() if isinstance(content.figures, dict) else ():
            if isinstance(one, CountedFigure):
                raise document.error("the case names no tickets", ("figures", key, "tickets"), allowed="tickets: PATH")


def with_units(content: CaseFile) -> dict[str, Table]:
    """Return the tables of a case file, the unit table among them also where only tickets are named."""
    return content.tables if "units" in content.tables else {"units": UNITS, **content.tables}


def _folder(name_or_path: str | Path) -> Path:
    names = sample_names()
    if isinstance(name_or_path, str) and name_or_path in names:
        return samples_folder() / name_or_path
    folder = Path(name_or_path)
    if folder.is_dir():
        return folder
    known = nearest_first(str(name_or_path), names)
    raise InputError("no such case", value=str(name_or_path), allowed=f"a folder, or {known}")


def _case_document(folder: Path) -> Document:
    own = folder / "case.yaml"
    if own.is_file():
        return load_document(own)
    name = folder.resolve().name
    if name in sample_names():
        return load_document(samples_folder() / name / "case.yaml")
    raise InputError("the folder has no case.yaml", file=folder, allowed="see docs/case-folder.md")


def _figures(folder: Path, content: CaseFile, document: Document) -> tuple[Facts, dict[str, Fact]]:
    file = folder / "facts.yaml"
    facts = read_facts(load_document(file)) if file.is_file() else Facts()
    if isinstance(content.figures, str):
        figures = read_figures(load_document(inside(folder, content.figures, document, ("figures",))))
    else:
        figures = {key: one for key, one in content.figures.items() if isinstance(one, Fact)}
    both = sorted(set(figures) & set(facts.facts))
    if both:
        raise document.error("a figure stands in facts.yaml too", ("figures", both[0]), value=both[0])
    return facts, {**facts.facts, **figures}


def _claims(entry: str | Claim | list[str | Claim]) -> tuple[Claim, ...]:
    parts = entry if isinstance(entry, list) else [entry]
    return tuple(Claim.model_validate({"is": part}) if isinstance(part, str) else part for part in parts)
