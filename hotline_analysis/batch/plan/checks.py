"""Check a job before anything runs: its notebook, the keys it takes, its jurisdiction, scheme, texts and data."""

from __future__ import annotations

from hotline_analysis.batch.plan.data_files import check_data
from hotline_analysis.batch.plan.formats import check_installed
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.inputs import rules_digest
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.notebooks import check_notebook, taken
from hotline_analysis.errors import InputError
from hotline_analysis.report.report_file import Report, find_jurisdiction, refuse_unused
from hotline_analysis.validation import nearest_first

# every report has these, whatever its notebook makes of them
_ALWAYS = {"jurisdiction", "period", "data", "date", "report"}


def check_job(job: Job) -> None:
    """Check what can be checked at once: no data is opened, and nothing heavy is imported.

    Raises
    ------
    InputError
        With file, line, key, value and what is allowed.
    UsageError
        If a library is missing that a format needs.
    """
    check_installed(job.formats)
    names = taken(job.notebook).parameters
    if not names:
        raise InputError("the notebook has no cell tagged parameters", file=job.notebook, allowed="one with defaults")
    refuse_unused(job.report, job.document, names)
    for key in sorted(_given(job.report) - _ALWAYS - set(names)):
        allowed = f"keys that {job.notebook.name} takes: {nearest_first(key, sorted(names))}"
        raise job.document.error("the notebook does not take the key", (key,), allowed=allowed)
    _check_jurisdiction(job)
    check_data(job.report, job.document)


def _given(report: Report) -> set[str]:
    return set(report.model_dump(exclude_none=True, exclude_unset=True))


def _check_jurisdiction(job: Job) -> None:
    name = job.report.jurisdiction
    try:
        find_jurisdiction(name, beside=job.beside)
    except InputError as error:
        known = (error.allowed or "").rpartition("there are ")[2].split(", ")
        allowed = f"{nearest_first(name, known)}; or a file {name}.yaml beside this one"
        raise job.document.error(error.problem, ("jurisdiction",), value=name, allowed=allowed) from None


class RuleChecks:
    """Checks jurisdictions, schemes, texts and notebooks as a whole.

    That takes libraries and time, so what was found in order is remembered: nothing is checked twice, also not by the
    next batch, as long as neither the files nor the code change.

    Parameters
    ----------
    hashes : Hashes
    """

    def __init__(self, hashes: Hashes) -> None:
        self._hashes = hashes

    def check(self, job: Job) -> None:
        """Check what a report is made by, except its data.

        Raises
        ------
        InputError
            With file, line, key, value and what is allowed.
        """
        self._hashes.read("notebook", job.notebook, check_notebook)
        digest = self._digest(job)
        if digest is None or not self._hashes.approved(digest):
            from hotline_analysis.report.opening import open_rules

            open_rules(job.report, job.document)
            if digest is not None:
                self._hashes.approve(digest)

    def _digest(self, job: Job) -> str | None:
        """Return the hash of a job's rules; None where they cannot be read, of which their check says more."""
        try:
            return rules_digest(job, self._hashes)
        except InputError:
            return None
