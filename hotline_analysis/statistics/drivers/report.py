"""Everything that a report on drivers shows, in one object."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Unpack

import numpy as np

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.shown import Shown, listed
from hotline_analysis.statistics.drivers.claims import with_claims
from hotline_analysis.statistics.drivers.deciding import LeftOut, fit_default
from hotline_analysis.statistics.drivers.diagnostics import Diagnostics, diagnose
from hotline_analysis.statistics.drivers.effects import average_marginal_effects
from hotline_analysis.statistics.drivers.factors import factor_names
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.flow import Flow
from hotline_analysis.statistics.drivers.gee import GeeFit, gee_exchangeable
from hotline_analysis.statistics.drivers.importance import Importance, importance
from hotline_analysis.statistics.drivers.mixed import MixedFit, random_intercept
from hotline_analysis.statistics.drivers.nonresponse import Nonresponse, nonresponse
from hotline_analysis.statistics.drivers.options import ReportOptions, refuse_unknown
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.pooling import without_uniform_levels
from hotline_analysis.statistics.drivers.response_weights import Weights, weighted_rate
from hotline_analysis.statistics.drivers.sizes import with_sizes
from hotline_analysis.statistics.drivers.summary import Summary, summarise
from hotline_analysis.statistics.drivers.unit_effects import UnitEffects, unit_effects
from hotline_analysis.statistics.drivers.what_if import WhatIf
from hotline_analysis.statistics.drivers.wishes import predicted_changes
from hotline_analysis.statistics.seeds import DRIVERS

if TYPE_CHECKING:
    import pandas as pd

NOT_CAUSE = "Association is not cause: tickets that differ in a factor may differ in much that is not recorded."
MANY = 10_000


@dataclass(frozen=True, repr=False)
class DriverReport(Shown):
    """What was found about the drivers of an outcome.

    Attributes
    ----------
    fit : DriverFit
    effects : DataFrame
        Average marginal effects in percentage points, with ``p_holm`` and ``claimed`` (see `with_claims`), ``span``,
        ``size_pp`` and ``small`` (see `with_sizes`).
    importance : Importance
    what_ifs : mapping of str to WhatIf
    rate : mapping
        The plain rate with its interval (see `weighted_rate`).
    nonresponse : Nonresponse or None
        None for unit tables, and where it could not be worked out (see ``notes``).
    checks : DataFrame
        One row a term: estimate and standard error, in log-odds, of the model (``logit``), ``gee`` and ``mixed``.
    gee : GeeFit or None
    mixed : MixedFit or None
    units : UnitEffects or None
        None with one unit.
    diagnostics : Diagnostics
    summary : Summary
        Three sentences in Chinese.
    labels : mapping of str to str
        Chinese names of factors that the catalogue does not know.
    steps : mapping of str to str
        What one more of a number is called in Chinese, where the summary does not know.
    left_out : tuple of LeftOut
        Factors without which the model was fitted, since they decide the outcome without exception.
    notes : tuple of str
        All that was left out, put together or could not be done, and that association is not cause.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> report = analyse_patterns(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> report
    <DriverReport: good by late>
    >>> report.label("late"), report.label("waiting_days"), report.effects["effect_pp"].round(1).tolist()
    ('late', '办理天数', [-28.0])
    """

    _shows: ClassVar[str] = "effects"

    fit: DriverFit
    effects: pd.DataFrame
    importance: Importance
    what_ifs: Mapping[str, WhatIf]
    rate: Mapping[str, Any]
    nonresponse: Nonresponse | None
    checks: pd.DataFrame
    gee: GeeFit | None
    mixed: MixedFit | None
    units: UnitEffects | None
    diagnostics: Diagnostics
    labels: Mapping[str, str]
    steps: Mapping[str, str]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    summary: Summary = field(default=Summary(()))

    def _said(self) -> str:
        return f"{self.fit.patterns.outcome} by {listed(self.fit.factors, most=8)}"

    @property
    def flow(self) -> Flow | None:
        """The sample flow; None where no tickets were given."""
        return self.fit.patterns.flow

    def label(self, factor: str) -> str:
        """Return the Chinese name of a factor."""
        return self.labels.get(factor) or factor_names(factor)[0]


def analyse_patterns(
    patterns: Patterns,
    formula: str | None = None,
    *,
    called: Patterns | None = None,
    **options: Unpack[ReportOptions],
) -> DriverReport:
    """Work out a whole report from patterns.

    Parameters
    ----------
    patterns : Patterns
    formula : str, optional
        All factors that vary and do not decide the outcome without exception, otherwise (see ``left_out``).
    called : Patterns, optional
        Of all who were called back, with the outcome ``answered``; without it nothing is said of non-response.
    **options
        See `ReportOptions`.

    Raises
    ------
    ModelError
        If there is no estimate: all of one outcome, no factor that varies, separation, no convergence;
        `summarise_failure` says so in words. Levels of a category with one outcome only are put together beforehand.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> patterns = from_frame(rows, outcome="good", trials="of", factors=["late"])
    >>> report = analyse_patterns(patterns, labels={"late": "超期"})
    >>> report.summary.sentences[0]
    '纳入分析的回访评价共200件，涉及10个责任单位，该项比率为66.0%（95%置信区间64.5%至67.5%）。'
    """
    refuse_unknown(options, ReportOptions)
    patterns, labels, seed = without_uniform_levels(patterns), options.get("labels") or {}, options.get("seed", DRIVERS)
    fit, left_out = fit_default(patterns) if formula is None else (fit_logit(patterns, formula), ())
    notes = [*fit.notes]
    missing = None if called is None else _who_answers(fit, called, options.get("rake_by") or (), notes)
    gee = _tried(lambda: gee_exchangeable(patterns, fit.formula), "GEE", notes)
    nodes = options.get("points") or (25 if len(patterns.frame) <= MANY else 1)
    mixed = _tried(lambda: random_intercept(patterns, fit.formula, points=nodes), "random intercept", notes)
    checked = diagnose(fit, seed=seed)
    found = DriverReport(
        fit=fit, effects=_effects(fit, labels),
        importance=importance(fit, seed=seed), what_ifs=predicted_changes(fit, options.get("what_ifs")),
        rate=_rate(patterns), nonresponse=missing, checks=_checks(fit, gee, mixed), gee=gee, mixed=mixed,
        units=unit_effects(fit) if fit.n_clusters > 1 else None, diagnostics=checked, labels=labels,
        steps=options.get("steps") or {}, left_out=left_out,
        notes=(*notes, *checked.notes, NOT_CAUSE),
    )  # fmt: skip
    return replace(found, summary=summarise(found, when=options.get("when", "")))


def _who_answers(fit: DriverFit, called: Patterns, rake_by: Sequence[str], notes: list[str]) -> Nonresponse | None:
    made: Nonresponse | None = _tried(lambda: nonresponse(fit, called, rake_by=rake_by), "non-response", notes)
    notes += [] if made is None else made.notes
    return made


def _tried(work: Callable[[], Any], what: str, notes: list[str]) -> Any:
    """Return a check, or None and a note of why there is none; the report stands without it."""
    try:
        return work()
    except (InputError, UsageError, np.linalg.LinAlgError) as error:
        notes.append(f"{what} left out: {error}")
        return None


def _effects(fit: DriverFit, labels: Mapping[str, str]) -> pd.DataFrame:
    effects = with_sizes(with_claims(average_marginal_effects(fit)), fit.patterns)
    named = effects["factor"].map(lambda factor: labels.get(factor))
    return effects.assign(zh=named.where(named.notna(), effects["zh"]))


def _rate(patterns: Patterns) -> dict[str, object]:
    rows = len(patterns.frame)
    if rows < 2:
        raise UsageError("a report needs two patterns or more")
    equal = Weights(np.ones(rows), "as answered", float(patterns.frame["trials"].sum()), 0, 1.0)
    return weighted_rate(patterns, equal)


def _checks(fit: DriverFit, gee: GeeFit | None, mixed: MixedFit | None) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame({"term": fit.terms, "logit": fit.params, "logit_se": fit.standard_errors})
    for name, other in (("gee", gee), ("mixed", mixed)):
        table[name] = np.nan if other is None else other.params
        table[f"{name}_se"] = np.nan if other is None else other.standard_errors
    return table
