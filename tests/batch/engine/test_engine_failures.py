"""What goes wrong in a notebook goes wrong in the same way, and leaves the same notebook behind."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from engine_notebooks import comparable, run, texts, write_notebook
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from hotline_analysis.batch.engine import WarmKernels

KILLS = {
    "killed": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "exits": "import os\nos._exit(3)",
    "crashes": "import ctypes\nctypes.string_at(0)",
}


@pytest.mark.parametrize("forked", [False, True], ids=["plain", "forked"])
class TestAlike:
    def test_an_error_is_marked_and_later_cells_wait(self, forked: bool, warm: WarmKernels, tmp_path: Path) -> None:
        source = write_notebook(tmp_path / "in.ipynb", "print('before')", "1 / 0", "print('after')")
        with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
            run(source, tmp_path / "out.ipynb", warm.manager_class if forked else None)
        saved = nbformat.read(tmp_path / "out.ipynb", as_version=4)
        status = [cell.metadata.papermill.status for cell in saved.cells if "papermill" in cell.metadata]
        assert status[-3:] == ["completed", "failed", "pending"]
        assert saved.metadata.papermill.exception
        assert "before" in texts(saved)[0]

    @pytest.mark.parametrize("how", KILLS)
    def test_a_kernel_that_dies_is_reported(self, how: str, forked: bool, warm: WarmKernels, tmp_path: Path) -> None:
        source = write_notebook(tmp_path / "in.ipynb", "print('before')", KILLS[how])
        with pytest.raises(DeadKernelError):
            run(source, tmp_path / "out.ipynb", warm.manager_class if forked else None)
        assert "before" in texts(nbformat.read(tmp_path / "out.ipynb", as_version=4))[0]

    def test_a_time_out_ends_the_kernel(self, forked: bool, warm: WarmKernels, tmp_path: Path) -> None:
        alive = tmp_path / "alive"
        slow = f"import os, time\nopen({str(alive)!r}, 'w').write(str(os.getpid()))\nprint('begun', flush=True)\n"
        source = write_notebook(tmp_path / "in.ipynb", "print('before')", slow + "time.sleep(60)")
        with pytest.raises(CellTimeoutError):
            run(source, tmp_path / "out.ipynb", warm.manager_class if forked else None, execution_timeout=2)
        saved = texts(nbformat.read(tmp_path / "out.ipynb", as_version=4))
        assert saved == ["before\n", "begun\n"]
        assert not Path(f"/proc/{alive.read_text()}").exists()

    def test_an_interrupt_reaches_the_cell(self, forked: bool, warm: WarmKernels, tmp_path: Path) -> None:
        slow = "import time\ntime.sleep(60)"
        source = write_notebook(tmp_path / "in.ipynb", slow)
        with pytest.raises(PapermillExecutionError, match="KeyboardInterrupt"):
            run(
                source,
                tmp_path / "out.ipynb",
                warm.manager_class if forked else None,
                execution_timeout=1,
                interrupt_on_timeout=True,
            )

    def test_what_a_notebook_leaves_to_the_end_is_done(self, forked: bool, warm: WarmKernels, tmp_path: Path) -> None:
        said, written = tmp_path / "said", tmp_path / "written"
        late = f"import atexit\natexit.register(lambda: open({str(said)!r}, 'w').write('bye'))"
        never_closed = f"kept = open({str(written)!r}, 'w')\nkept.write('all of it')"
        source = write_notebook(tmp_path / "in.ipynb", late, never_closed)
        run(source, tmp_path / "out.ipynb", warm.manager_class if forked else None)
        assert said.read_text() == "bye"
        assert written.read_text() == "all of it"


def test_the_notebook_of_an_error_is_the_same(warm: WarmKernels, tmp_path: Path) -> None:
    source = write_notebook(tmp_path / "in.ipynb", "x = 1", "def f():\n    return x / 0\nf()", "x")
    saved = []
    for manager in (None, warm.manager_class):
        with pytest.raises(PapermillExecutionError):
            run(source, tmp_path / "out.ipynb", manager)
        saved.append(comparable(nbformat.read(tmp_path / "out.ipynb", as_version=4)))
    assert saved[0] == saved[1]
