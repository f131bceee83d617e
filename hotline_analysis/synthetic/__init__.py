"""Synthetic tickets: they add up to a published case, and carry drivers of satisfaction of known strength."""

from hotline_analysis.synthetic.bulk import write_many
from hotline_analysis.synthetic.effects import PlantedEffects, planted_effects
from hotline_analysis.synthetic.published import Published, published
from hotline_analysis.synthetic.storing import write_tickets
from hotline_analysis.synthetic.synthesize import SyntheticTickets, synthesize

__all__ = [
    "PlantedEffects",
    "Published",
    "SyntheticTickets",
    "planted_effects",
    "published",
    "synthesize",
    "write_many",
    "write_tickets",
]
