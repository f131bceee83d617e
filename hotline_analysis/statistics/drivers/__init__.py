"""What drives satisfaction: logistic models on patterns of tickets, with errors that know of units.

A model is fitted in three steps, each a function whose result can be looked at:

1. `from_tickets` (or `from_frame`, `from_unit_table`) groups tickets that are alike into `Patterns` and states the
   sample flow;
2. `fit_logit` fits the model and clusters standard errors by unit (`DriverFit`);
3. `average_marginal_effects` and `predict_change` say it in percentage points, with intervals.

`gee_exchangeable` and `random_intercept` fit the same formula under other assumptions, as a check; `importance`,
`nonresponse`, `diagnose` and `unit_effects` look at a fit from other sides. `analyse` does all of it at once, for a
report (`DriverReport`), and `summarise_failure` says why there is none. Association is not cause: none of these numbers
says what would happen if an office changed a factor and nothing else.
"""

from hotline_analysis.statistics.drivers.analysing import analyse, analyse_unit_table
from hotline_analysis.statistics.drivers.claims import with_claims
from hotline_analysis.statistics.drivers.deciding import LeftOut
from hotline_analysis.statistics.drivers.diagnostics import Diagnostics, diagnose
from hotline_analysis.statistics.drivers.effects import average_marginal_effects
from hotline_analysis.statistics.drivers.factors import Factor, factors
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.flow import Flow
from hotline_analysis.statistics.drivers.frames import from_frame, from_unit_table
from hotline_analysis.statistics.drivers.gee import GeeFit, gee_exchangeable
from hotline_analysis.statistics.drivers.importance import Importance, importance
from hotline_analysis.statistics.drivers.influence import generalised_vif, influence_by_unit
from hotline_analysis.statistics.drivers.mixed import MixedFit, random_intercept
from hotline_analysis.statistics.drivers.nonresponse import Nonresponse, nonresponse
from hotline_analysis.statistics.drivers.options import ReportOptions
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import (
    ConvergenceError,
    DesignError,
    ModelError,
    OutcomeError,
    SeparationError,
)
from hotline_analysis.statistics.drivers.report import DriverReport, analyse_patterns
from hotline_analysis.statistics.drivers.summary import Summary, summarise, summarise_failure
from hotline_analysis.statistics.drivers.tickets_patterns import from_tickets
from hotline_analysis.statistics.drivers.unit_effects import UnitEffects, unit_effects
from hotline_analysis.statistics.drivers.what_if import Change, WhatIf, predict_change
from hotline_analysis.statistics.drivers.wishes import WISHES, predicted_changes

__all__ = [
    "WISHES",
    "Change",
    "ConvergenceError",
    "DesignError",
    "Diagnostics",
    "DriverFit",
    "DriverReport",
    "Factor",
    "Flow",
    "GeeFit",
    "Importance",
    "LeftOut",
    "MixedFit",
    "ModelError",
    "Nonresponse",
    "OutcomeError",
    "Patterns",
    "ReportOptions",
    "SeparationError",
    "Summary",
    "UnitEffects",
    "WhatIf",
    "analyse",
    "analyse_patterns",
    "analyse_unit_table",
    "average_marginal_effects",
    "diagnose",
    "factors",
    "fit_logit",
    "from_frame",
    "from_tickets",
    "from_unit_table",
    "gee_exchangeable",
    "generalised_vif",
    "importance",
    "influence_by_unit",
    "nonresponse",
    "predict_change",
    "predicted_changes",
    "random_intercept",
    "summarise",
    "summarise_failure",
    "unit_effects",
    "with_claims",
]
