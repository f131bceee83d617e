"""The language of a bulletin: its sentences, labels, numbers, dates and lists."""

from hotline_analysis.report.language.chinese import CHINESE
from hotline_analysis.report.language.choice import LanguageCode, language_of
from hotline_analysis.report.language.language import Language, Named, msgid, msgid_unit, with_unit

__all__ = ["CHINESE", "Language", "LanguageCode", "Named", "language_of", "msgid", "msgid_unit", "with_unit"]
