"""From all tickets to those that are analysed: how many stay at each step, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from hotline_analysis.errors import InputError
from hotline_analysis.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

# the steps in their order: key, Chinese, English
STEPS: Mapping[str, tuple[str, str]] = {
    "tickets": ("全部工单", "tickets of the period"),
    "closed": ("已办结", "closed by the unit"),
    "called": ("已拨打回访电话", "called back"),
    "revisited": ("回访成功", "the citizen answered the call-back"),
    "answered": ("已作评价", "the citizen answered the question"),
    "analysed": ("纳入分析", "every factor and the unit are known"),
}
# how those who are lost are broken down, as far as tickets have the columns
BREAKDOWNS = ("unit", "channel", "category")


@dataclass(frozen=True, repr=False)
class Flow(Shown):
    """The sample flow of an analysis.

    Attributes
    ----------
    steps : DataFrame
        One row a step, in order: ``step`` (key), ``zh``, ``en``, ``tickets`` (how many stay), ``lost`` (how many fewer
        than at the step before), ``share_lost`` (of those at the step before, 0 to 1).
    missing : DataFrame
        Who is lost at each step: ``step``, ``by`` (unit, channel or category), ``value`` (None: not known),
        ``tickets`` (at the step before), ``lost``, ``share_lost``.
    unknown : DataFrame
        Why answered tickets are not analysed: ``factor`` and how many ``tickets`` lack it; one ticket may lack several.
    notes : tuple of str

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import from_frame
    >>> rows = pd.DataFrame({"unit": ["A", "B", None], "late": [True, False, True], "good": [1, 1, 0]})
    >>> flow = from_frame(rows, outcome="good", factors=["late"]).flow
    >>> flow.steps["step"].tolist(), flow.count("analysed")
    (['tickets', 'answered', 'analysed'], 2)
    """

    _shows: ClassVar[str] = "steps"

    steps: pd.DataFrame
    missing: pd.DataFrame
    unknown: pd.DataFrame
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return " → ".join(map(str, self.steps["tickets"]))

    def count(self, step: str) -> int:
        """Return how many tickets stay at a step.

        Raises
        ------
        KeyError
            If these tickets do not have the step.
        """
        found = self.steps.loc[self.steps["step"] == step, "tickets"]
        if found.empty:
            raise KeyError(step)
        return int(found.iloc[0])


def none_left(flow: Flow, place: str | None) -> InputError:
    """Return the error that says where all tickets were lost, and for want of which factor."""
    left = dict(zip(flow.steps["step"], flow.steps["tickets"], strict=True))
    answered = int(flow.steps["tickets"].iloc[-2])
    lacking = flow.unknown["factor"][(flow.unknown["tickets"] == answered) & (answered > 0)]
    problem = "no ticket can be analysed" + "".join(f"; {name} is not known of any" for name in lacking)
    return InputError(problem, where=place, value=left, allowed="tickets with an outcome and every factor")


def plain_flow(rows: pd.DataFrame, answered: pd.Series[bool], factors: list[str]) -> Flow:
    """Return the flow of a frame: all rows, those with the outcome, those with every factor and the unit.

    Parameters
    ----------
    rows : DataFrame
        Factors and ``unit`` with missing values, and ``trials``.
    answered : Series of bool
    factors : list of str
    """
    import pandas as pd

    keys = [*factors, "unit"]
    stays = {"tickets": pd.Series(True, index=rows.index), "answered": answered}
    stays["analysed"] = answered & rows[keys].notna().all(axis=1)
    missing = [_missing(rows, before, after, step) for (_, before), (step, after) in pairwise(stays.items())]
    totals = {step: int(rows.loc[kept, "trials"].sum()) for step, kept in stays.items()}
    lacking = [int(rows.loc[answered & rows[key].isna(), "trials"].sum()) for key in keys]
    unknown = pd.DataFrame({"factor": keys, "tickets": lacking})
    return Flow(steps_frame(totals), pd.concat(missing, ignore_index=True), unknown)


def steps_frame(totals: Mapping[str, int]) -> pd.DataFrame:
    """Return the table of steps from how many tickets stay at each."""
    import pandas as pd

    counts = list(totals.values())
    before = [counts[0], *counts[:-1]]
    return pd.DataFrame(
        {
            "step": list(totals),
            "zh": [STEPS[step][0] for step in totals],
            "en": [STEPS[step][1] for step in totals],
            "tickets": counts,
            "lost": [one - now for one, now in zip(before, counts, strict=True)],
            "share_lost": [(one - now) / one if one else None for one, now in zip(before, counts, strict=True)],
        }
    )


def missing_frame(
    step: str, by: str, values: Iterable[object], before: Sequence[int], after: Sequence[int]
) -> pd.DataFrame:
    """Return who is lost at a step, for one way to tell tickets apart; a value without tickets before it has no row."""
    import pandas as pd

    rows = [
        {"step": step, "by": by, "value": value, "tickets": of, "lost": of - kept, "share_lost": (of - kept) / of}
        for value, of, kept in zip(values, before, after, strict=True)
        if of > 0
    ]
    return pd.DataFrame(rows, columns=["step", "by", "value", "tickets", "lost", "share_lost"])


def _missing(rows: pd.DataFrame, before: pd.Series[bool], after: pd.Series[bool], step: str) -> pd.DataFrame:
    import pandas as pd

    tables = []
    for by in (name for name in BREAKDOWNS if name in rows):
        values = rows[by].astype(object).where(rows[by].notna(), None)
        counted = pd.DataFrame({"value": values, "of": rows["trials"] * before, "kept": rows["trials"] * after})
        sums = counted.groupby("value", dropna=False, sort=False)[["of", "kept"]].sum().astype(int)
        names = [None if pd.isna(value) else value for value in sums.index]
        tables.append(missing_frame(step, by, names, sums["of"].tolist(), sums["kept"].tolist()))
    return pd.concat(tables, ignore_index=True)
