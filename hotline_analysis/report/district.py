"""Reports on one district (所属区域): only its tickets are counted, and the page says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hotline_analysis.cases import Case, CaseFile
from hotline_analysis.cases.given import units_with_tickets
from hotline_analysis.documents import Document, load_document, validate
from hotline_analysis.metrics import Counting
from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.engines.opening import open_tickets
from hotline_analysis.report.language import language_of
from hotline_analysis.report.params import Jurisdiction
from hotline_analysis.report.references import nearest_of
from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.opening import open_ticket_files
from hotline_analysis.tickets.store import MANIFEST, TicketFiles

COLUMN = "district"


def counted_in(counting: Counting, district: str) -> Counting:
    """Return a way of counting that counts nothing but the tickets of a district.

    Examples
    --------
    >>> counted_in(Counting(), "芙蓉区").where[0].is_
    ('芙蓉区',)
    """
    only = TicketCondition.model_validate({"column": COLUMN, "is": [district]})
    return counting.model_copy(update={"where": (*counting.where, only)})


def named_after(one: Jurisdiction, district: str) -> Jurisdiction:
    """Return a jurisdiction whose pages speak of a district: its title names it, and so does what is said of the whole.

    The office that issues the page stays the jurisdiction's.
    """
    *lines, last = one.title
    language = language_of(one.language)
    title = (*lines, language.label("{title}（{group}）", title=last, group=district))
    name = language.label("{name}{district}", name=one.name, district=district)
    texts: dict[str, Any] = {"name": name, "place": district, "ours": district, "title": title}
    return one.model_copy(update=texts)


def check_district(path: Path, district: str, document: Document) -> None:
    """Refuse a district that the tickets do not have, before they are counted.

    Parameters
    ----------
    path : path
        Tickets, or a case folder made of them.
    district : str
    document : Document
        The report's file.

    Raises
    ------
    InputError
        If there are no tickets, they lack the column, or no ticket has this district; the nearest is named.
    """
    files = _tickets(path)
    if files is None:
        raise no_tickets(district, document)
    if COLUMN not in files.columns:
        allowed = "tickets with a column district (所属区域)"
        raise document.error("the tickets lack districts", (COLUMN,), value=district, allowed=allowed)
    known = _districts(files)
    if district not in known:
        raise document.error("no such district", (COLUMN,), value=district, allowed=nearest_of(district, known))


def no_tickets(district: str, document: Document) -> Exception:
    """Return the error for a district of data that are no tickets."""
    allowed = "data with tickets; a table has one row a unit"
    return document.error("only tickets have districts", (COLUMN,), value=district, allowed=allowed)


def of_district(case: Case, district: str, document: Document) -> Case:
    """Return the case of a district: only the units that have tickets of it.

    Raises
    ------
    InputError
        If it has none in the period, or the case holds printed tables, figures or given scores, which are those of
        the whole jurisdiction.
    """
    printed = [source.label for source in case.sources if not source.words]
    printed += [name for name in case.facts if case.tickets is None or name not in case.tickets.figures]
    printed += [file.name for file in (case.tickets.given if case.tickets else ())]
    if printed:
        problem = "the data holds more than tickets, and that is of the whole jurisdiction"
        raise document.error(problem, (COLUMN,), value=", ".join(printed), allowed="data made of tickets only")
    sources = []
    for source in case.sources:
        if source.key == "units":
            busy = set(units_with_tickets(source.frame))
            frame = source.frame[source.frame["unit"].isin(busy)]
            source = replace(source, frame=frame.set_axis(range(1, len(frame) + 1)))
        sources.append(source)
    return replace(case, sources=tuple(sources))


def _tickets(path: Path) -> TicketFiles | None:
    if not path.is_dir() or (path / MANIFEST).is_file():
        return open_ticket_files(path)
    case = path / "case.yaml"
    named = validate(CaseFile, load_document(case)).tickets if case.is_file() else None
    return None if named is None else open_ticket_files(path / named)


def _districts(files: TicketFiles) -> list[str]:
    """Return the districts that tickets have, of whatever period, sorted."""
    with open_tickets(files).opened([COLUMN]) as frame:
        found = frame.select(COLUMN).unique().collect()
        values = (mask(str(value).strip())[0] for value in found[COLUMN].to_list() if value is not None)
        return sorted(value for value in values if value)
