"""Case folders: the data of one period of one jurisdiction, and the five published samples."""

from hotline_analysis.cases.case import Case, SourceTable
from hotline_analysis.cases.facts import Fact, Facts
from hotline_analysis.cases.load import load_case, sample_names, samples_folder
from hotline_analysis.cases.model import CaseFile, Claim, Correction, SharesClaim

__all__ = [
    "Case",
    "CaseFile",
    "Claim",
    "Correction",
    "Fact",
    "Facts",
    "SharesClaim",
    "SourceTable",
    "load_case",
    "sample_names",
    "samples_folder",
]
