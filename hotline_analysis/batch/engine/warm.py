"""Starts the warm parent and hands out the managers of its kernels."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.batch.engine.preload import PAGES, PRELOAD

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

LONGEST = 60  # bytes of a folder's path: sockets in it must stay below 104


@lru_cache
def kernels_at(address: str) -> type[AsyncKernelManager]:
    """Return a manager class whose kernels are forked from the warm parent at an address.

    For worker processes that share one warm parent. Where a kernel cannot be forked (no warm parent there any more, a
    notebook that asks for another kernel, …) a plain one is started, and a warning says why, once.

    Parameters
    ----------
    address : str
        `WarmKernels.address`; empty for plain kernels.

    Returns
    -------
    type
        For ``papermill.execute_notebook(kernel_manager_class=...)``.

    Examples
    --------
    >>> from jupyter_client.manager import AsyncKernelManager
    >>> issubclass(kernels_at(""), AsyncKernelManager)
    True
    """
    from hotline_analysis.batch.engine.manager import ForkKernelManager

    return type("ForkKernelManager", (ForkKernelManager,), {"address": address, "__module__": __name__})


class WarmKernels:
    """A warm parent for the time of a ``with`` block.

    Parameters
    ----------
    preload : sequence of str
        Modules that it imports. It works for one batch: code that changes afterwards is not seen.
    folder : Path, optional
        The folder of its sockets, which is made and taken away again; by default one of a random name.

    Attributes
    ----------
    address : str
        Path of its socket, for `kernels_at` in other processes; empty where there is none.

    Notes
    -----
    It imports while this process goes on; the first kernel waits for it. It ends with the block and with this process,
    however that ends, and takes its kernels and its files with it.

    Examples
    --------
    >>> from jupyter_client.manager import AsyncKernelManager
    >>> with WarmKernels(()) as warm:
    ...     issubclass(warm.manager_class, AsyncKernelManager)
    True
    """

    def __init__(self, preload: Sequence[str] = (*PRELOAD, *PAGES), *, folder: Path | None = None) -> None:
        self.address = ""
        self._preload, self._folder = tuple(preload), folder
        self._process: subprocess.Popen[bytes] | None = None
        self._failed: str | None = None

    def __enter__(self) -> WarmKernels:
        if not (hasattr(os, "fork") and hasattr(socket, "AF_UNIX")):
            self._failed = "this system cannot fork processes"
            return self
        try:
            self._start()
        except OSError as error:
            self._failed = f"the warm parent could not be started ({error.strerror or error})"
            self._remove()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:  # it hangs in an import
                self._process.kill()
                self._process.wait()
        self._remove()

    @property
    def manager_class(self) -> type[AsyncKernelManager]:
        """The class for ``papermill.execute_notebook(kernel_manager_class=...)``."""
        return kernels_at(self.address)

    @property
    def why_not(self) -> str | None:
        """One sentence why kernels are plain ones; None as long as they are forked."""
        if self._failed is None and self._process is not None and self._process.poll() is not None:
            note = Path(self.address).parent / "failed"
            said = note.read_text(encoding="utf-8") if note.is_file() else f"exit code {self._process.returncode}"
            self._failed = f"the warm parent has ended ({said})"
        return self._failed

    def _start(self) -> None:
        folder = self._folder or Path(tempfile.mkdtemp(prefix="hotline-", dir=_short_folder()))  # for this user only
        if self._folder is not None:
            folder.mkdir(mode=0o700)
        self.address = str(folder / "s")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(256)  # asked before the imports are done, a kernel waits in the queue
            program = Path(__file__).with_name("start.py")
            number = str(listener.fileno())
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, str(program), self.address, number, str(os.getpid()), *self._preload],
                stdin=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )

    def _remove(self) -> None:
        if self.address:
            shutil.rmtree(Path(self.address).parent, ignore_errors=True)


def _short_folder() -> str | None:
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= LONGEST else "/tmp"  # noqa: S108 - mkdtemp makes it private
