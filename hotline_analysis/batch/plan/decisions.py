"""What a batch does with every report of its plan: make it, leave it as it is, or leave it out; and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hotline_analysis.batch.plan.changes import why
from hotline_analysis.batch.plan.checks import RuleChecks
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.plan import Plan, refuse
from hotline_analysis.errors import HotlineError, InputError

FORCED = "forced"
UNCHANGED = "nothing changed"


@dataclass(frozen=True)
class Decision:
    """What is done with one report.

    Attributes
    ----------
    what : {"make", "unchanged", "excluded"}
    key : str
        The report's, or the name of a file that is left out.
    reason : str
    job : Job or None
        None for what is left out.

    Examples
    --------
    >>> str(Decision("unchanged", "yunxi/2022-Q3/bulletin", UNCHANGED))
    'unchanged  yunxi/2022-Q3/bulletin  nothing changed'
    """

    what: Literal["make", "unchanged", "excluded"]
    key: str
    reason: str
    job: Job | None = None

    def __str__(self) -> str:
        """One line of a dry run."""
        return f"{self.what:<9}  {self.key}  {self.reason}"


def decide(plan: Plan, outputs: Path, *, force: bool = False, hashes: Hashes | None = None) -> tuple[Decision, ...]:
    """Decide about every report of a plan; nothing is written but what is remembered of files.

    The jurisdictions, schemes and notebooks of reports that are to be made are checked as a whole; those of reports
    that are not to be made have not changed since they were.

    Parameters
    ----------
    plan : Plan
    outputs : Path
    force : bool
        Make all of them.
    hashes : Hashes, optional
        By default those beside the outputs, which are kept there.

    Raises
    ------
    InputError
        If a jurisdiction, scheme, text or notebook is not valid: all of them are told.

    Examples
    --------
    >>> from hotline_analysis.batch import load_plan, sample_reports
    >>> [one.what for one in decide(load_plan(sample_reports()[:1]), Path("no-such-folder"))]
    ['make']
    """
    known = hashes or Hashes.beside(outputs)
    found = unchecked(plan, outputs, known, force=force)
    check(found, outputs, known)
    return found


def unchecked(plan: Plan, outputs: Path, hashes: Hashes, *, force: bool = False) -> tuple[Decision, ...]:
    """Decide about every report, before the rules of those that are to be made are checked (see `check`)."""
    found = (_decision(job, outputs, hashes, force=force) for job in plan.jobs)
    return (*found, *(Decision("excluded", one.name, one.reason) for one in plan.left_out))


def check(decisions: Sequence[Decision], outputs: Path, hashes: Hashes) -> None:
    """Check the jurisdictions, schemes, texts and notebooks of the reports that are to be made.

    Raises
    ------
    InputError
        If one is not valid: all of them are told.
    """
    wrong = list(_wrong(decisions, hashes))
    if outputs.is_dir():
        hashes.save()
    refuse(wrong)


def plan_lines(plan: Plan, outputs: Path, *, force: bool = False) -> list[str]:
    """Return the lines of a dry run: ``make``, ``unchanged`` or ``excluded``, the report and the reason.

    Raises
    ------
    InputError
        As `decide`.

    Examples
    --------
    >>> from hotline_analysis.batch import load_plan, sample_reports
    >>> plan_lines(load_plan(sample_reports()[:1]), Path("no-such-folder"))
    ['make       furong-2020/2020-03/bulletin  never made']
    """
    return [str(one) for one in decide(plan, outputs, force=force)]


def _decision(job: Job, outputs: Path, hashes: Hashes, *, force: bool) -> Decision:
    if force:
        return Decision("make", job.key, FORCED, job)
    try:
        reason = why(job, outputs, hashes)
    except InputError as error:
        # rules that cannot be read are told by their check; data that cannot be is this report's failure when it runs
        reason = str(error)
    return Decision("unchanged", job.key, UNCHANGED, job) if reason is None else Decision("make", job.key, reason, job)


def _wrong(decisions: Sequence[Decision], hashes: Hashes) -> Iterator[HotlineError]:
    checks = RuleChecks(hashes)
    for one in decisions:
        if one.what == "make" and one.job is not None:
            try:
                checks.check(one.job)
            except HotlineError as error:
                yield error
