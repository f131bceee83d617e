"""``--on-failure``: a command of the user's that sends a mail or a message to a chat."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

# a mail server that does not answer must not keep the next night's batch from starting
PATIENCE = 300.0


def call_hook(command: str, summary: str, file: Path) -> str | None:
    """Run a command with the summary as its input.

    Parameters
    ----------
    command : str
        As a shell reads it.
    summary : str
        What ``batch.json`` says.
    file : path
        ``batch.json`` itself; the command finds its path in HOTLINE_BATCH_JSON.

    Returns
    -------
    str or None
        What went wrong, in one line; None if nothing did.

    Examples
    --------
    >>> call_hook("exit 3", "{}", Path("outputs/batch.json"))
    '--on-failure: the command ended with exit code 3'
    """
    environment = {**os.environ, "HOTLINE_BATCH_JSON": str(file.resolve())}
    try:
        # a session of its own: what the shell has started can be stopped with it
        process = subprocess.Popen(  # noqa: S602  the user's own command, meant for a shell
            command, shell=True, stdin=subprocess.PIPE, env=environment, start_new_session=True
        )
    except OSError as error:
        return f"--on-failure: the command could not be run ({error.strerror or error})"
    try:
        process.communicate(summary.encode(), timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"--on-failure: the command took longer than {PATIENCE:g} seconds and was stopped"
    finally:
        _stop(process)
    return f"--on-failure: the command ended with exit code {process.returncode}" if process.returncode else None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a command that has not ended, and all that it has started."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
