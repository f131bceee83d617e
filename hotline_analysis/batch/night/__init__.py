"""Runs a plan: workers, failures, what is left behind, and what the user sees meanwhile."""

from hotline_analysis.batch.night.attempts import Entry, Failure
from hotline_analysis.batch.night.hook import call_hook
from hotline_analysis.batch.night.night import run_night
from hotline_analysis.batch.night.progress import Progress, progress
from hotline_analysis.batch.night.summary import Night, summary

__all__ = ["Entry", "Failure", "Night", "Progress", "call_hook", "progress", "run_night", "summary"]
