"""The sentences on top, with their numbers as facts."""

from __future__ import annotations

from markupsafe import Markup, escape

from hotline_analysis.report.drivers.evidence import Evidence
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.phrases import period_name
from hotline_analysis.statistics.drivers.sentences import Figure, Sentence
from hotline_analysis.statistics.drivers.summary import Summary, summarise, summarise_failure


def summary(evidence: Evidence) -> Summary:
    """Return what a director reads first (`summarise`), or that there is no analysis and why."""
    when = period_name(evidence.report.period)
    if evidence.found is None:
        assert evidence.failure is not None
        return summarise_failure(evidence.failure, when=when, patterns=evidence.patterns)
    return summarise(evidence.found, when=when, where=evidence.report.district or "", wished=evidence.wished)


def in_facts(sentence: Sentence, numbers: Numbers) -> Markup:
    """Return a sentence with its numbers as facts; words are escaped."""
    return Markup("").join(
        numbers.figure(part) if isinstance(part, Figure) else escape(part) for part in sentence.parts
    )
