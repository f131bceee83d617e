"""Charts in one restrained style; each returns a block with an alternative text made from its facts."""

from hotline_analysis.report.charts.losses import losses_chart
from hotline_analysis.report.charts.ranking import ranking_chart
from hotline_analysis.report.charts.shares import shares_chart
from hotline_analysis.report.charts.volume import volume_chart

__all__ = ["losses_chart", "ranking_chart", "shares_chart", "volume_chart"]
