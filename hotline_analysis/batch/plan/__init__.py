"""What a batch is to make: jobs from report files and grids, what each is made of, and whether that changed."""

from hotline_analysis.batch.plan.changes import why
from hotline_analysis.batch.plan.decisions import Decision, decide, plan_lines
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.inputs import Input, inputs_of
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.plan import InvalidPlanError, LeftOut, Plan, load_plan

__all__ = [
    "Decision",
    "Hashes",
    "Input",
    "InvalidPlanError",
    "Job",
    "LeftOut",
    "Plan",
    "decide",
    "inputs_of",
    "load_plan",
    "plan_lines",
    "why",
]
