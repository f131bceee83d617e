"""``--on-failure``: a command of the user's that sends a mail or a message to a chat."""

from __future__ import annotations

import os
import subprocess
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
        done = subprocess.run(  # noqa: S602  the user's own command, meant for a shell
            command, shell=True, input=summary.encode(), env=environment, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return f"--on-failure: the command took longer than {PATIENCE:g} seconds and was stopped"
    except OSError as error:
        return f"--on-failure: the command could not be run ({error.strerror or error})"
    return f"--on-failure: the command ended with exit code {done.returncode}" if done.returncode else None
