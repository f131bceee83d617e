"""Charts in one restrained style; each returns a block with an alternative text made from its facts.

The libraries that draw are loaded with the first chart: checking a batch, or exporting a page, draws nothing.
"""

from typing import TYPE_CHECKING

from hotline_analysis.lazy import names_on_demand, public_names

if TYPE_CHECKING:
    from hotline_analysis.report.charts.losses import losses_chart
    from hotline_analysis.report.charts.ranking import ranking_chart
    from hotline_analysis.report.charts.shares import shares_chart
    from hotline_analysis.report.charts.volume import volume_chart

__all__ = ["losses_chart", "ranking_chart", "shares_chart", "volume_chart"]

__getattr__ = names_on_demand(__name__, {name.removesuffix("_chart"): [name] for name in __all__})
__dir__ = public_names(__name__)
