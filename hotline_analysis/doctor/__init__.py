"""What this machine lacks, what each thing is for, and the command that mends it."""

from __future__ import annotations

from hotline_analysis.doctor.examine import examine
from hotline_analysis.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine"]
