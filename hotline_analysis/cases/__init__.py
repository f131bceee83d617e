"""Case folders: the data of one period of one jurisdiction, as tables or as tickets, and the five published samples."""

from hotline_analysis.cases.case import Case, SourceTable
from hotline_analysis.cases.facts import Fact, Facts
from hotline_analysis.cases.load import load_case, named_scheme, sample_names, samples_folder
from hotline_analysis.cases.model import CaseFile, Claim, Correction, SharesClaim
from hotline_analysis.cases.recipes import TicketTable
from hotline_analysis.cases.ticket_case import earlier_case, earlier_cases, ticket_case
from hotline_analysis.cases.ticket_data import FromTickets

__all__ = [
    "Case",
    "CaseFile",
    "Claim",
    "Correction",
    "Fact",
    "Facts",
    "FromTickets",
    "SharesClaim",
    "SourceTable",
    "TicketTable",
    "earlier_case",
    "earlier_cases",
    "load_case",
    "named_scheme",
    "sample_names",
    "samples_folder",
    "ticket_case",
]
