"""Mask personal numbers in texts: phones, ID cards, bank cards, licence plates, e-mail addresses."""

from hotline_analysis.tickets.masking.arrays import candidate_sql, mask_array
from hotline_analysis.tickets.masking.texts import KIND_NAMES, KINDS, mask

__all__ = ["KINDS", "KIND_NAMES", "candidate_sql", "mask", "mask_array"]
