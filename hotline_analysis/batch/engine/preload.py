"""What the warm parent imports, and what must not be there when it forks."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module

# The notebooks' own libraries, and what a kernel imports late when it starts. Measured: what costs a kernel more than
# a few milliseconds.
PRELOAD = (
    "hotline_analysis.report.opening",
    "hotline_analysis.report.charts.losses",
    "hotline_analysis.report.charts.ranking",
    "hotline_analysis.report.charts.shares",
    "hotline_analysis.report.charts.volume",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "seaborn",
    "great_tables",
    "duckdb",
    "pyarrow.pandas_compat",
    "pandas.core.methods.to_dict",
    "pandas.io.formats.style",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "scipy.stats",
)
# What only some of the packaged notebooks import.
PAGES = ("hotline_analysis.report.drivers", "hotline_analysis.report.league", "patsy")
KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.core.completerlib",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "pdb",
    "sqlite3",
    "PIL.PngImagePlugin",
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PpmImagePlugin",
)
# It takes hold of the shell when it is imported: imported here, every figure of every kernel would be lost in silence.
NEVER = "matplotlib_inline"
_PACKAGE = __name__.partition(".")[0]


def load(modules: Iterable[str]) -> dict[str, str]:
    """Import what kernels need, as far as it is installed, and see that the process may be forked.

    Modules that are neither this package's nor among `PRELOAD` and `PAGES`, such as a notebook's own, are left to the
    kernels if they start threads.

    Returns
    -------
    dict
        What every kernel finds in its environment because its own parts put it there when they are imported.

    Raises
    ------
    RuntimeError
        If a module was imported, or a thread started, that makes forked kernels differ from others.
    """
    before = dict(os.environ)
    _import(KERNEL)
    added = {name: value for name, value in os.environ.items() if before.get(name) != value}
    names = list(modules)
    _import(name for name in names if name in (*PRELOAD, *PAGES) or name.partition(".")[0] == _PACKAGE)
    check_forkable()
    _import(name for name in names if name not in sys.modules and _stays_forkable(name))
    gc.collect()
    gc.freeze()  # pages that the garbage collector does not touch stay shared
    return added


def _import(names: Iterable[str]) -> None:
    for name in names:
        if name.partition(".")[0] != NEVER:
            with suppress(Exception):  # the notebook that imports it says why it cannot be
                import_module(name)


def _stays_forkable(name: str) -> bool:
    """Try in a process of its own whether a notebook's module can be imported and leaves this one forkable."""
    pid = os.fork()
    if pid == 0:
        code = 1
        with suppress(BaseException):
            import_module(name)
            check_forkable()
            code = 0
        os._exit(code)
    return os.waitpid(pid, 0)[1] == 0


def check_forkable() -> None:
    """Refuse to fork where kernels would differ from others.

    Raises
    ------
    RuntimeError
        Naming the module or the thread.
    """
    held = sorted(name for name in sys.modules if name.partition(".")[0] == NEVER)
    if held:
        raise RuntimeError(f"{held[0]} is imported already, figures would be lost")
    others = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if others:
        raise RuntimeError(f"a thread is running already ({others[0]}), which a fork would lose")
