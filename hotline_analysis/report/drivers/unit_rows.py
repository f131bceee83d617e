"""One row a unit, as the model takes it: which columns are factors, and per hundred of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_analysis.cases import Case
from hotline_analysis.documents import Document
from hotline_analysis.report.opening import open_sources
from hotline_analysis.report.params import Report
from hotline_analysis.report.references import nearest_of
from hotline_analysis.schemes import stack_units
from hotline_analysis.statistics.drivers.what_if import Change

if TYPE_CHECKING:
    import pandas as pd

HUNDRED = 100  # volume is in hundreds of tickets: one ticket more says nothing


@dataclass(frozen=True)
class UnitFactor:
    """A factor of units.

    Attributes
    ----------
    zh : str
    columns : tuple of str
        The counts that are added up.
    per : str or None
        The count it is taken per hundred of.
    halved : str or None
        What the change is called that halves it, where an office could wish for it.
    """

    zh: str
    columns: tuple[str, ...]
    per: str | None = None
    halved: str | None = None


UNIT_FACTORS: Mapping[str, UnitFactor] = {
    "returned": UnitFactor("退单率", ("returned",), "assigned", "各单位退单率减半"),
    "overdue": UnitFactor("逾期率", ("overdue",), "assigned", "各单位逾期率减半"),
    "unanswered_to_citizen": UnitFactor(
        "未答复当事人比例", ("unanswered_to_citizen",), "revisited", "各单位未答复当事人比例减半"
    ),
    "supervised": UnitFactor("督办率", ("supervised_by_phone", "supervised_in_writing"), "assigned"),
    "volume": UnitFactor("交办量", ("assigned",)),
}
VOLUME_STEP = "100件"


@dataclass(frozen=True)
class UnitRows:
    """A table of units and the factors that it gives.

    Attributes
    ----------
    frame : DataFrame
        ``unit``, the counts, and a column for every factor.
    outcome, trials : str
    factors : tuple of str
    """

    frame: pd.DataFrame
    outcome: str
    trials: str
    factors: tuple[str, ...]

    @property
    def per(self) -> dict[str, str]:
        """The factors that are per hundred of a count."""
        bases = {name: UNIT_FACTORS[name].per for name in self.factors}
        return {name: base for name, base in bases.items() if base is not None}

    @property
    def labels(self) -> dict[str, str]:
        """The factors' Chinese names."""
        return {name: UNIT_FACTORS[name].zh for name in self.factors}

    @property
    def steps(self) -> dict[str, str]:
        """What one more of a factor is called, where it is no share."""
        return {"volume": VOLUME_STEP} if "volume" in self.factors else {}

    @property
    def changes(self) -> dict[str, Change]:
        """What an office could wish for, of these factors."""
        halved = {name: UNIT_FACTORS[name].halved for name in self.factors}
        return {words: Change(name, times=0.5) for name, words in halved.items() if words is not None}


def unit_rows(report: Report, document: Document, case: Case) -> UnitRows:
    """Read the unit table of a case.

    Raises
    ------
    InputError
        If it has no counts of the outcome, or lacks what a factor needs.
    """
    scheme = open_sources(report, document).scheme
    keys = [key for key in ("units", "no_ticket_units") if key in case.table_keys]
    files = [source for key in keys for source in case.files(key)]
    pieces = [(case.corrected(one), f"{case.name}/{one.label}", one.group or one.label) for one in files]
    frame = stack_units(pieces, scheme).frame
    outcome = report.outcome or "satisfied"
    lacking = [key for key in (outcome, "revisited") if _lacks(frame, key)]
    if lacking:
        allowed = "a unit table that counts both, or tickets"
        raise document.error(
            f"the unit table does not count {', '.join(lacking)}", ("data",), value=report.data, allowed=allowed
        )
    return UnitRows(_with_factors(frame), outcome, "revisited", _chosen(report, document, frame))


def _chosen(report: Report, document: Document, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the factors that were asked for, or all that the table gives."""
    known = [name for name, one in UNIT_FACTORS.items() if not any(_lacks(frame, key) for key in _needs(one))]
    asked = report.factors or tuple(name for name in UNIT_FACTORS if name in (report.formula or ""))
    wrong = next((name for name in asked if name not in known), None)
    if wrong is not None:
        allowed = nearest_of(wrong, known)
        raise document.error("no such factor in the unit table", ("factors",), value=wrong, allowed=allowed)
    if not known:
        allowed = "; ".join(f"{name}: {', '.join(_needs(one))}" for name, one in UNIT_FACTORS.items())
        raise document.error("the unit table gives no factor", ("data",), value=report.data, allowed=allowed)
    return asked or tuple(known)


def _needs(factor: UnitFactor) -> tuple[str, ...]:
    return factor.columns if factor.per is None else (*factor.columns, factor.per)


def _lacks(frame: pd.DataFrame, key: str) -> bool:
    return key not in frame or bool(frame[key].isna().all())


def _with_factors(frame: pd.DataFrame) -> pd.DataFrame:
    """Add a column for every factor that is made of others; where one of them is empty, so is the factor."""
    made = {}
    for name, one in UNIT_FACTORS.items():
        if (name not in frame or len(one.columns) > 1) and not any(_lacks(frame, key) for key in one.columns):
            total = sum(frame[key].astype(float) for key in one.columns)
            made[name] = total / HUNDRED if one.per is None else total
    return frame.assign(**made)
