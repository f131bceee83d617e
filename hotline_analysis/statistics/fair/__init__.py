"""Fair league tables: intervals, funnels, shrinkage, rank sets, case mix, sensitivity, control charts."""

from hotline_analysis.statistics.fair.case_mix import CaseMix, case_mix, standardise
from hotline_analysis.statistics.fair.control_charts import ControlChart, p_prime, u_prime, xmr
from hotline_analysis.statistics.fair.funnel import Funnel, funnel
from hotline_analysis.statistics.fair.implied_scores import counts_behind_scores
from hotline_analysis.statistics.fair.intervals import byar, comparison_bars, wilson
from hotline_analysis.statistics.fair.kendall import kendall_tau_b
from hotline_analysis.statistics.fair.period_charts import PeriodCharts, period_charts
from hotline_analysis.statistics.fair.rank_sets import RankSets, rank_sets
from hotline_analysis.statistics.fair.rate_sets import rank_sets_of_rates
from hotline_analysis.statistics.fair.scheme_changes import ranked_by, rounding_variants
from hotline_analysis.statistics.fair.score_sets import ScoreRankSets, score_rank_sets
from hotline_analysis.statistics.fair.scored_items import full_marks_items, item_table, neighbours
from hotline_analysis.statistics.fair.sensitivity import (
    Sensitivity,
    case_schemes,
    case_table,
    compare_roundings,
    compare_schemes,
    leave_one_out,
)
from hotline_analysis.statistics.fair.shrinkage import Shrunken, shrink
from hotline_analysis.statistics.fair.small import SmallNumbers
from hotline_analysis.statistics.fair.stein import ShrunkenNormal, shrink_normal

__all__ = [
    "CaseMix",
    "ControlChart",
    "Funnel",
    "PeriodCharts",
    "RankSets",
    "ScoreRankSets",
    "Sensitivity",
    "Shrunken",
    "ShrunkenNormal",
    "SmallNumbers",
    "byar",
    "case_mix",
    "case_schemes",
    "case_table",
    "compare_roundings",
    "compare_schemes",
    "comparison_bars",
    "counts_behind_scores",
    "full_marks_items",
    "funnel",
    "item_table",
    "kendall_tau_b",
    "leave_one_out",
    "neighbours",
    "p_prime",
    "period_charts",
    "rank_sets",
    "rank_sets_of_rates",
    "ranked_by",
    "rounding_variants",
    "score_rank_sets",
    "shrink",
    "shrink_normal",
    "standardise",
    "u_prime",
    "wilson",
    "xmr",
]
