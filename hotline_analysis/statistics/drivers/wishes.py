"""What an office could wish for, as changes of factors, and what the model predicts of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.what_if import Change, WhatIf, predict_change

# what an office could wish for; those that the model knows are worked out when no others are asked for
WISHES: Mapping[str, Change] = {
    "超过5天的办理时间减半": Change("waiting_days", above=5, times=0.5),
    "全部工单按时办结": Change("overdue", to=False),
    "无一返工": Change("reworked", to=False),
    "全部答复当事人": Change("told_citizen", to=True),
}


def predicted_changes(fit: DriverFit, wanted: Mapping[str, Change | Iterable[Change]] | None) -> dict[str, WhatIf]:
    """Predict what was wished for, or those of `WISHES` that the model knows.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> list(predicted_changes(fit, {"全部按时": Change("late", to=False)})), predicted_changes(fit, None)
    (['全部按时'], {})
    """
    if wanted is None:
        wanted = {name: change for name, change in WISHES.items() if _makes_sense(fit, change)}
    return {name: predict_change(fit, change) for name, change in wanted.items()}


def _makes_sense(fit: DriverFit, change: Change) -> bool:
    """Whether the factor is in the model as tickets have it, and not as a unit's number or share."""
    kind = "number" if change.to is None else "flag"
    return not fit.patterns.aggregated and change.factor in fit.factors and fit.patterns.kind(change.factor) == kind
