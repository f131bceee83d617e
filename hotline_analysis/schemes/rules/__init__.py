"""The kinds of rule, one a module."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hotline_analysis.schemes.rules.bands import BandsRule
from hotline_analysis.schemes.rules.base import Rule, clip
from hotline_analysis.schemes.rules.condition import ConditionRule, Conditions
from hotline_analysis.schemes.rules.given import GivenRule, check_given
from hotline_analysis.schemes.rules.mean_of import MeanOfRule, bounded
from hotline_analysis.schemes.rules.per_case import PerCaseRule
from hotline_analysis.schemes.rules.position import PositionRule
from hotline_analysis.schemes.rules.rate import RateRule
from hotline_analysis.schemes.rules.shortfall import ShortfallRule
from hotline_analysis.schemes.rules.symmetric import ChangeRule, SymmetricRule
from hotline_analysis.schemes.rules.volume import VolumeRule
from hotline_analysis.schemes.rules.weighted_index import WeightedIndexRule

AnyRule = Annotated[
    RateRule
    | PerCaseRule
    | ShortfallRule
    | SymmetricRule
    | BandsRule
    | ConditionRule
    | PositionRule
    | ChangeRule
    | VolumeRule
    | WeightedIndexRule
    | MeanOfRule
    | GivenRule,
    Field(discriminator="kind"),
]

MeanOfRule.model_rebuild(_types_namespace={"AnyRule": AnyRule})

__all__ = ["AnyRule", "Conditions", "GivenRule", "Rule", "bounded", "check_given", "clip"]
