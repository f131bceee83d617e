"""The warm parent: one thread that forks kernels, tells how they ended, and ends with the process it works for."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hotline_analysis.batch.engine.child import become_kernel
from hotline_analysis.batch.engine.refusal import why_not

PATIENCE = 0.5  # seconds between two looks at whether the driver lives


class WarmParent:
    """Serves one listening socket.

    A connection asks for one kernel with one line of JSON (``command``, ``environment``, ``folder``). The answer is
    ``{"refused": why}``, or ``{"ready": pid}`` from the kernel itself and ``{"exit": code}`` when it has ended. A
    connection that closes takes its kernel with it, so a worker that dies leaves none behind.

    Parameters
    ----------
    listener : socket
    folder : path
        Holds the socket; taken away at the end.
    driver : int
        The process it works for.
    environment : mapping
        What it was started with.
    added : mapping
        What kernels find in their environment besides what they are given.
    """

    def __init__(
        self,
        listener: socket.socket,
        folder: Path,
        *,
        driver: int,
        environment: Mapping[str, str],
        added: Mapping[str, str],
    ) -> None:
        self._listener = listener
        self._folder = folder
        self._driver = driver
        self._environment = environment
        self._added = added
        self._asked: dict[socket.socket, bytes] = {}
        self._kernels: dict[int, socket.socket] = {}
        self._told_to_end = False

    def serve(self) -> None:
        """Fork kernels until told to end, or until the driver is gone."""
        wakeup, self._wakeup = socket.socketpair()
        self._wakeup.setblocking(False)
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(wakeup, selectors.EVENT_READ, lambda: wakeup.recv(4096))
        self._inherited: tuple[Any, ...] = (self._selector, self._listener, wakeup, self._wakeup)
        try:
            while not self._told_to_end and os.getppid() == self._driver:
                for key, _ in self._selector.select(PATIENCE):
                    key.data()
                self._reap()
        finally:
            self._leave_nothing()

    def _leave_nothing(self) -> None:
        for pid in self._kernels:
            end_kernel(pid)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        for _ in range(20):  # the driver may be at it too, each removing what the other is about to
            shutil.rmtree(self._folder, ignore_errors=True)
            if not self._folder.exists():
                break
            time.sleep(PATIENCE / 10)

    def _end(self, *_: object) -> None:
        self._told_to_end = True

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # no file is left to open: who asks waits, or gives up
            return
        self._asked[connection] = b""
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._read(connection))

    def _read(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            self._dropped(connection)
        elif connection in self._asked:
            self._asked[connection] += data
            if data.endswith(b"\n"):
                self._asked_for(connection, self._asked.pop(connection))

    def _asked_for(self, connection: socket.socket, line: bytes) -> None:
        """Fork what was asked for; whatever stands in the way is said to the one who asked, and harms no other."""
        try:
            request = json.loads(line)
            reason = why_not(request["command"], request["environment"], self._environment, request["folder"])
            if reason is None:
                self._fork(connection, request)
                return
        except (ValueError, KeyError, TypeError, AttributeError):
            reason = "that is no request for a kernel"
        except OSError as error:
            reason = f"no process can be forked ({error.strerror or error})"
        _tell(connection, {"refused": reason})
        self._close(connection)

    def _dropped(self, connection: socket.socket) -> None:
        """Take the kernel of somebody who is gone; it is reaped as any other."""
        for pid, owner in self._kernels.items():
            if owner is connection:
                end_kernel(pid)
        self._close(connection)

    def _fork(self, connection: socket.socket, request: dict[str, Any]) -> None:
        own = os.getpid()
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            for held in (*self._inherited, *self._asked, *self._kernels.values()):
                held.close()
            request["environment"] |= self._added
            become_kernel(request, connection, parent=own)
        self._kernels[pid] = connection

    def _reap(self) -> None:
        for pid in list(self._kernels):
            with suppress(ChildProcessError):
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended:
                    connection = self._kernels.pop(pid)
                    _kill_group(pid)  # what the notebook started and left
                    _tell(connection, {"exit": os.waitstatus_to_exitcode(status)})
                    self._close(connection)

    def _close(self, connection: socket.socket) -> None:
        self._asked.pop(connection, None)
        with suppress(KeyError, ValueError):
            self._selector.unregister(connection)
        connection.close()


def _tell(connection: socket.socket, message: dict[str, Any]) -> None:
    with suppress(OSError):  # nobody listens any more
        connection.sendall(json.dumps(message).encode() + b"\n")


def end_kernel(pid: int) -> None:
    """Kill a kernel and all that it started; one that was just forked has no group of its own yet."""
    _kill_group(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
