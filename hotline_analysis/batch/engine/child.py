"""What a forked process does to become a kernel like any other, and how it ends."""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib.util
import io
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NoReturn

from hotline_analysis.batch.engine.refusal import arguments_of

_PR_SET_PDEATHSIG = 1


def become_kernel(request: Mapping[str, Any], connection: socket.socket, *, parent: int) -> NoReturn:
    """Run a kernel in this process, which was forked a moment ago, and end with it.

    Parameters
    ----------
    request : mapping
        ``command``, ``environment`` and ``folder`` of the kernel.
    connection : socket
        Told when the kernel can be reached; closed then.
    parent : int
        The warm parent, with which the kernel ends.
    """
    code = 1
    try:
        _settle(request, parent)
        code = _run(arguments_of(request["command"]) or [], connection, parent)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    except BaseException:  # nothing may return into the warm parent's code
        traceback.print_exc(file=sys.__stderr__)
    finally:
        with suppress(BaseException):
            _finish()
        os._exit(code)


def _settle(request: Mapping[str, Any], parent: int) -> None:
    """Make this process what a new one would be: its own session, environment, folder, signals, random state."""
    os.setsid()
    _die_with(parent)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nothing, closed = os.pipe()
    os.close(closed)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["folder"])
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv[:] = [launcher.origin or "" if launcher else "", *(arguments_of(request["command"]) or [])]
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()  # Python's own generator sees to itself after a fork


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _run(arguments: list[str], connection: socket.socket, parent: int) -> int:
    from ipykernel.kernelapp import IPKernelApp

    app: Any = IPKernelApp.instance(parent_handle=parent)
    app.initialize(arguments)
    # It waits for a thread that waits for one it has stopped; nothing has to be closed in a process that ends.
    atexit.unregister(app.close)
    app.log.addFilter(_is_no_noise)
    connection.sendall(json.dumps({"ready": os.getpid()}).encode() + b"\n")
    connection.close()
    app.start()
    return 0


def _is_no_noise(record: logging.LogRecord) -> bool:
    """Drop what a kernel writes to the terminal when it is interrupted on its way out, as every one is."""
    return "KeyboardInterrupt caught" not in record.getMessage()


def _finish() -> None:
    """End as Python does, but without taking thousands of modules apart."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for the notebook's threads
    atexit._run_exitfuncs()
    for thing in gc.get_objects():
        if issubclass(type(thing), (io.BufferedWriter, io.TextIOWrapper)) and not thing.closed:
            with suppress(Exception):
                thing.flush()  # what a notebook wrote to a file that it never closed
