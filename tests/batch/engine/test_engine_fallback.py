"""Where a kernel cannot be forked a plain one is started, and one sentence says why."""

from __future__ import annotations

import errno
import json
import logging
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_notebooks import run, texts, write_notebook

from hotline_analysis.batch.engine import WarmKernels, kernels_at, provisioner, start
from hotline_analysis.batch.engine.parent import WarmParent

PARENT = "import os\nprint(os.getppid())"


@pytest.fixture(autouse=True)
def unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provisioner, "_said", set())


@pytest.fixture
def parent_of(tmp_path: Path) -> Callable[..., int]:
    """Run a notebook with a manager class; return the parent of its kernel: this process, if it was a plain one."""
    source = write_notebook(tmp_path / "in.ipynb", PARENT)

    def found(manager: type, **more: object) -> int:
        return int(texts(run(source, tmp_path / "out.ipynb", manager, **more))[0])

    return found


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name == "hotline_analysis.batch.engine"]


def test_a_forked_kernel_is_no_child_of_this_process(warm, parent_of, caplog) -> None:  # type: ignore[no-untyped-def]
    assert parent_of(warm.manager_class) == warm._process.pid
    assert said(caplog) == []


def test_no_fork(parent_of, caplog, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    with monkeypatch.context() as windows:
        windows.delattr(os, "fork")
        with WarmKernels() as kernels:
            assert kernels.address == ""
            assert kernels.why_not == "this system cannot fork processes"
    assert parent_of(kernels.manager_class) == os.getpid()
    assert said(caplog) == ["kernels are started anew for each notebook: there is no warm parent"]


def test_the_warm_parent_is_killed(parent_of, caplog) -> None:  # type: ignore[no-untyped-def]
    with WarmKernels(()) as kernels:
        assert parent_of(kernels.manager_class) == kernels._process.pid
        os.kill(kernels._process.pid, signal.SIGKILL)
        assert parent_of(kernels.manager_class) == os.getpid()
        assert parent_of(kernels.manager_class) == os.getpid()
        assert kernels.why_not == "the warm parent has ended (exit code -9)"
    assert said(caplog) == ["kernels are started anew for each notebook: the warm parent is gone"]
    assert not Path(kernels.address).parent.exists()


def test_the_warm_parent_is_killed_under_a_running_kernel(tmp_path: Path) -> None:
    from nbclient.exceptions import DeadKernelError

    with WarmKernels(()) as kernels:
        kill = f"import os, time\nos.kill({os.getpid()} and os.getppid(), 9)\ntime.sleep(30)"
        source = write_notebook(tmp_path / "in.ipynb", kill)
        with pytest.raises(DeadKernelError):
            run(source, tmp_path / "out.ipynb", kernels.manager_class)


def test_a_folder_that_is_gone(parent_of) -> None:  # type: ignore[no-untyped-def]
    assert parent_of(kernels_at("/nowhere/at/all/s")) == os.getpid()


def test_another_kernel(warm, parent_of, tmp_path, caplog, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    other = tmp_path / "kernels" / "other"
    other.mkdir(parents=True)
    wrapper = tmp_path / "python-of-its-own"
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    wrapper.chmod(0o755)
    argv = [str(wrapper), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (other / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "o", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    source = write_notebook(tmp_path / "other.ipynb", PARENT, kernel="other")
    out = run(source, tmp_path / "o.ipynb", warm.manager_class)
    assert texts(out) == [f"{os.getpid()}\n"]
    assert said(caplog) == [
        "kernels are started anew for each notebook: the notebook asks for another kernel: python-of-its-own"
    ]


def test_a_variable_that_acts_at_the_start(warm, parent_of, caplog, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    assert parent_of(warm.manager_class) == os.getpid()
    assert "PYTHONHASHSEED" in said(caplog)[0]


def test_a_module_beside_the_notebook_comes_first(warm, tmp_path, caplog) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "seaborn.py").write_text("own = True\n")
    source = write_notebook(tmp_path / "in.ipynb", "import seaborn\nprint(seaborn.own)")
    assert texts(run(source, tmp_path / "o.ipynb", warm.manager_class, cwd=tmp_path)) == ["True\n"]
    assert "'seaborn'" in said(caplog)[0]


def test_a_plain_kernel_is_not_taken_apart(tmp_path: Path) -> None:
    left = tmp_path / "left"
    cell = f"import atexit\natexit.register(lambda: open({str(left)!r}, 'w').close())"
    run(write_notebook(tmp_path / "in.ipynb", cell), tmp_path / "o.ipynb", kernels_at(""))
    assert not left.exists()


@pytest.mark.parametrize(
    ("made", "said_why"),
    [
        ("import matplotlib_inline.config", "matplotlib_inline"),
        ("import threading\nthreading.Thread(target=threading.Event().wait, daemon=True, name='busy').start()", "busy"),
    ],
)
def test_imports_that_forbid_a_fork(made, said_why, parent_of, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """A library of ours that did would be found out; a notebook's own module that does is left to the notebook."""
    (tmp_path / "at_import.py").write_text(made)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    look = "import at_import\nfrom hotline_analysis.batch.engine.preload import check_forkable\ncheck_forkable()"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=False)
    assert found.stderr.splitlines()[-1].startswith("RuntimeError")
    assert said_why in found.stderr.splitlines()[-1]
    with WarmKernels(("at_import",)) as kernels:
        assert parent_of(kernels.manager_class) == kernels._process.pid


@pytest.mark.parametrize(
    "line", [b"hello\n", b"[]\n", b"{}\n", b'{"command": 3, "environment": {}, "folder": "."}\n', b"\xff\n"]
)
def test_a_request_that_is_none_harms_no_kernel(line: bytes, parent_of, warm: WarmKernels) -> None:  # type: ignore[no-untyped-def]
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(warm.address)
        asking.sendall(line)
        assert json.loads(asking.makefile().readline()) == {"refused": "that is no request for a kernel"}
    assert parent_of(warm.manager_class) == warm._process.pid
    assert warm.why_not is None


def test_a_fork_that_fails_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_fork() -> int:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))

    monkeypatch.setattr("hotline_analysis.batch.engine.parent.os.fork", no_fork)
    served, asking = socket.socketpair()
    environment = dict(os.environ)
    with asking, tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        parent = WarmParent(listener, Path(folder), driver=os.getpid(), environment=environment, added={})
        parent._selector = selectors.DefaultSelector()
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "k.json"]
        request = {"command": command, "environment": environment, "folder": folder}
        parent._asked_for(served, json.dumps(request).encode())
        assert json.loads(asking.makefile().readline()) == {
            "refused": f"no process can be forked ({os.strerror(errno.ENOMEM)})"
        }


def test_a_module_that_cannot_be_imported_is_left_to_the_notebook(parent_of, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    with WarmKernels(("no_such_module_at_all", "matplotlib_inline.backend_inline")) as kernels:
        assert parent_of(kernels.manager_class) == kernels._process.pid


def test_the_temporary_shell_leaves_nothing() -> None:
    from IPython.core.getipython import get_ipython

    before = sys.modules["__main__"], sys.displayhook, sys.excepthook
    with start.temporary_shell():
        assert hasattr(get_ipython(), "kernel")
    assert get_ipython() is None
    assert (sys.modules["__main__"], sys.displayhook, sys.excepthook) == before
    assert logging.raiseExceptions
