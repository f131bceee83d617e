"""A forked kernel as seen by who asked for it: like a `subprocess.Popen`, over a socket."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

PATIENCE = 120.0  # seconds for the imports of the warm parent and one kernel's start


class NotForkedError(Exception):
    """A kernel could not be forked; says why in one sentence."""


class ForkedKernel:
    """A kernel that a warm parent has forked.

    Parameters
    ----------
    pid : int
    connection : socket
        Where the warm parent tells how it ended; closing it ends the kernel.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection
        self._text = b""

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while it runs."""
        while self.returncode is None:
            try:
                data = self._connection.recv(4096)
            except BlockingIOError:
                break
            except OSError:
                data = b""
            self._told(data)
        return self.returncode

    async def ended(self) -> None:
        """Return when the kernel has ended."""
        loop = asyncio.get_running_loop()
        while self.poll() is None:
            try:
                self._told(await loop.sock_recv(self._connection, 4096))
            except OSError:
                self._told(b"")

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code.

        Raises
        ------
        TimeoutError
            If it still runs after so many seconds.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise TimeoutError(f"kernel {self.pid} still runs")
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Make it end."""
        self.send_signal(signal.SIGKILL)

    def _told(self, data: bytes) -> None:
        self._text += data
        if self._text.endswith(b"\n"):
            self.returncode = int(json.loads(self._text)["exit"])
        elif not data:
            self.returncode = -signal.SIGKILL  # the warm parent is gone, and its kernels with it
        if self.returncode is not None:
            self._connection.close()


async def fork_kernel(address: str, request: Mapping[str, Any]) -> ForkedKernel:
    """Ask the warm parent at an address for a kernel, and return it when it can be reached.

    Raises
    ------
    NotForkedError
        If there is no warm parent (any more), if it refuses, or if the kernel did not start.
    """
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(address)
        connection.setblocking(False)
        answer = await asyncio.wait_for(_asked(connection, request), PATIENCE)
    except BaseException as error:
        connection.close()
        if isinstance(error, TimeoutError):
            raise NotForkedError(f"the warm parent did not answer within {PATIENCE:.0f} seconds") from None
        if isinstance(error, OSError):
            raise NotForkedError("the warm parent is gone") from None
        raise
    if "ready" in answer:
        return ForkedKernel(answer["ready"], connection)
    connection.close()
    raise NotForkedError(answer.get("refused") or "the forked kernel ended before it was ready")


async def _asked(connection: socket.socket, request: Mapping[str, Any]) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(connection, json.dumps(request).encode() + b"\n")
    text = b""
    while not text.endswith(b"\n"):
        data = await loop.sock_recv(connection, 4096)
        if not data:
            raise ConnectionResetError
        text += data
    answer: dict[str, Any] = json.loads(text.splitlines()[0])
    return answer
