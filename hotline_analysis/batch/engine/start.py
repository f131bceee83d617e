"""The program of the warm parent: ``python start.py ADDRESS LISTENER DRIVER MODULES...``.

It runs as a file, not as a module of the package, so that nothing is imported before there is a shell: pandas, tqdm
and others look at import whether they are in a kernel, and remember the answer.
"""

from __future__ import annotations

import atexit
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

BACKEND = "module://matplotlib_inline.backend_inline"
# Several kernels run at a time, one a core: more threads would only stand in each other's way, and a pool of threads
# does not survive a fork.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def main() -> None:
    """Import, then fork a kernel for everyone who asks, until the driver is gone."""
    address, listener, driver, *modules = sys.argv[1:]
    started = dict(os.environ)
    if sys.path[:1] == [str(Path(__file__).parent)]:
        del sys.path[0]
    sys.argv[1:] = []
    _before_imports()
    folder = Path(address).parent
    try:
        with temporary_shell():
            from hotline_analysis.batch.engine.preload import load

            added = load(modules)
        from hotline_analysis.batch.engine.parent import WarmParent

        given = socket.socket(fileno=int(listener))
        parent = WarmParent(given, folder, driver=int(driver), environment=started, added=added)
    except Exception as error:  # whatever it is, the driver says it and runs plain kernels
        (folder / "failed").write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise SystemExit(1) from None
    parent.serve()


def _before_imports() -> None:
    """Set what libraries read when they are imported; kernels get the environment that they ask for."""
    os.environ.setdefault("MPLBACKEND", BACKEND)
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # or the debugger writes a warning that concerns nobody
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))


@contextmanager
def temporary_shell() -> Iterator[None]:
    """Be in a kernel as far as a library can tell, and leave nothing of it behind."""
    from ipykernel.zmqshell import ZMQInteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False  # no thread, no file
    config.IPKernelApp.connection_file = ""  # what tqdm and plotly look for
    before = sys.modules["__main__"], sys.displayhook, sys.excepthook
    shell = ZMQInteractiveShell.instance(config=config, kernel=SimpleNamespace())
    try:
        with shell.builtin_trap:
            yield
    finally:
        ZMQInteractiveShell.clear_instance()
        atexit.unregister(shell.atexit_operations)
        sys.modules["__main__"], sys.displayhook, sys.excepthook = before


if __name__ == "__main__":
    main()
