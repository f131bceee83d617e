"""Where attempts run: the workers of this machine, or a cluster."""

from __future__ import annotations

import os
import warnings
from concurrent.futures import Future
from typing import Any, Protocol

from hotline_analysis.batch.night.attempts import Attempt
from hotline_analysis.batch.night.worker import Order, attempt, start_worker
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.errors import UsageError


class Pool(Protocol):
    """Takes jobs and gives futures of attempts."""

    def room(self) -> int:
        """Return how many attempts should be under way."""

    def submit(self, job: Job, order: Order) -> Future[Attempt]:
        """Begin an attempt."""

    def close(self, *, at_once: bool = False) -> None:
        """Let the workers go; at once: also those that are at work."""


class LocalPool:
    """Workers of joblib on this machine; all of them are started anew when one has died."""

    def __init__(self, workers: int) -> None:
        # it is said of workers that end because they grew too large; others take their place
        warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given to the executor")
        self.workers = workers
        self._executor: Any = None

    def room(self) -> int:
        """Return the number of workers: what has not begun is not begun after Ctrl-C."""
        return self.workers

    def submit(self, job: Job, order: Order) -> Future[Attempt]:
        """Begin an attempt, with new workers if the earlier ones are gone."""
        from joblib.externals.loky import ProcessPoolExecutor

        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self.workers, initializer=start_worker, initargs=(os.getpid(),), timeout=None
            )
        future: Future[Attempt] = self._executor.submit(attempt, job, order)
        return future

    def close(self, *, at_once: bool = False) -> None:
        """Let the workers go; the next attempt gets new ones."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=at_once)
            self._executor = None


class ClusterPool:
    """Workers of a dask.distributed cluster, which makes the reports of a worker that died by another.

    Parameters
    ----------
    address : str
        The scheduler's, such as ``tcp://10.0.0.5:8786``.

    Raises
    ------
    UsageError
        If dask.distributed is not installed, nobody answers there, or no worker is there.
    """

    def __init__(self, address: str, *, patience: float = 30) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise UsageError('--scheduler needs dask.distributed: pip install "hotline-analysis[cluster]"') from None
        try:
            self._client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"--scheduler {address}: no scheduler answers there ({_short(error)})") from None
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            self._client.close()
            raise UsageError(f"--scheduler {address}: no worker came within {patience:g} seconds") from None
        self._executor = self._client.get_executor(pure=False)

    def room(self) -> int:
        """Return twice the number of workers: the next report lies ready when one is finished."""
        return 2 * max(1, len(self._client.nthreads()))

    def submit(self, job: Job, order: Order) -> Future[Attempt]:
        """Begin an attempt."""
        future: Future[Attempt] = self._executor.submit(attempt, job, order)
        return future

    def close(self, *, at_once: bool = False) -> None:
        """Leave the cluster; what its workers have begun they finish."""
        self._executor.shutdown(wait=not at_once)
        self._client.close()


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:100] if str(error) else type(error).__name__
