"""Mask personal numbers in texts and in columns of texts."""

from hotline_analysis.personal import KIND_NAMES, KINDS, mask
from hotline_analysis.tickets.masking.arrays import candidate_sql, mask_array

__all__ = ["KINDS", "KIND_NAMES", "candidate_sql", "mask", "mask_array"]
