"""The sections a bulletin can be made of, one a module; a jurisdiction chooses them in YAML."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hotline_analysis.report.sections.base import Section
from hotline_analysis.report.sections.calls import CallsSection
from hotline_analysis.report.sections.city_position import CityPositionSection
from hotline_analysis.report.sections.drag_units import DragUnitsSection
from hotline_analysis.report.sections.grades import GradesSection
from hotline_analysis.report.sections.hot_topics import HotTopicsSection
from hotline_analysis.report.sections.overview import OverviewSection
from hotline_analysis.report.sections.pictures import RankingChartSection, VolumeChartSection
from hotline_analysis.report.sections.point_losses import PointLossesSection
from hotline_analysis.report.sections.rank_moves import RankMovesSection
from hotline_analysis.report.sections.returns import ReturnsSection
from hotline_analysis.report.sections.revisits import RevisitsSection
from hotline_analysis.report.sections.shares import SharesSection
from hotline_analysis.report.sections.side_channel import SideChannelSection
from hotline_analysis.report.sections.special_topic import SpecialTopicSection
from hotline_analysis.report.sections.supervision import SupervisionSection
from hotline_analysis.report.sections.text import TextSection
from hotline_analysis.report.sections.ticket_units import TicketUnitsSection
from hotline_analysis.report.sections.topic_profile import TopicProfileSection
from hotline_analysis.report.sections.unit_list import UnitListSection
from hotline_analysis.report.sections.unit_profile import UnitProfileSection

AnySection = Annotated[
    OverviewSection
    | CityPositionSection
    | PointLossesSection
    | UnitListSection
    | DragUnitsSection
    | HotTopicsSection
    | SharesSection
    | TicketUnitsSection
    | SpecialTopicSection
    | SideChannelSection
    | RevisitsSection
    | ReturnsSection
    | SupervisionSection
    | CallsSection
    | GradesSection
    | RankingChartSection
    | VolumeChartSection
    | RankMovesSection
    | TopicProfileSection
    | UnitProfileSection
    | TextSection,
    Field(discriminator="section"),
]

__all__ = ["AnySection", "Section"]
