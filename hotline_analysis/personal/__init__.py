"""Personal numbers in texts: phones, ID cards, bank cards, licence plates, e-mail addresses."""

from hotline_analysis.personal.texts import KIND_NAMES, KINDS, LANDLINE, harmless, mask

__all__ = ["KINDS", "KIND_NAMES", "LANDLINE", "harmless", "mask"]
