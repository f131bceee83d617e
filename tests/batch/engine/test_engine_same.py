"""A forked kernel leaves what a plain one leaves: both are run, and the notebooks compared, cell for cell."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from engine_notebooks import comparable, pictures, run, texts, write_notebook

from hotline_analysis.batch.engine import WarmKernels
from hotline_analysis.resources import shared_folder

CELLS = (
    "import os, sys\nprint('out'); print('err', file=sys.stderr); os.write(1, b'by number\\n'); n * 2",
    "!echo from the shell",
    "import numpy as np\nimport pandas as pd\nframe = pd.DataFrame(np.arange(1200).reshape(30, 40))\nframe",
    "print(frame)\nprint({name: pd.get_option(name) for name in ('display.max_columns', 'display.width')})",
    "frame.head(2).iloc[:, :3].style.set_uuid('u')",
    "import matplotlib.pyplot as plt\nimport seaborn as sns\nplt.plot([1, 3, 2]);",
    "fig, axes = plt.subplots(1, 2)\nsns.lineplot(x=[1, 2], y=[2, 1], ax=axes[0])\nplt.show()\nplt.bar(['a'], [n]);",
    "%matplotlib inline\n%config InlineBackend.figure_formats = ['png', 'svg']\n"
    "os.environ['SOURCE_DATE_EPOCH'] = '0'\nplt.rcParams['svg.hashsalt'] = 'x'\n"
    "fig, ax = plt.subplots(figsize=(2, 1)); ax.plot([n, 1])\nprint(plt.get_backend())",
    "from IPython.display import HTML, Markdown, clear_output, display\nprint('gone'); clear_output(); print('kept')",
    "handle = display(HTML('<b>one</b>'), display_id='d')\nhandle.update(HTML('<b>two</b>'))\nMarkdown('*three*')",
    "import asyncio\nawait asyncio.sleep(0.01)\nimport threading\n"
    "t = threading.Thread(target=lambda: print('in a thread')); t.start(); t.join()",
    "import random\nrandom.seed(1); np.random.seed(1)\n"
    "random.random(), np.random.rand(), np.random.default_rng(1).random()",
    "import warnings\nwarnings.warn('mind', stacklevel=1)",
    "import multiprocessing as mp\nwith mp.get_context('fork').Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
    "import pickle\nclass Point:\n    x = n\nprint(type(pickle.loads(pickle.dumps(Point()))).x, __name__)",
    "print(os.getcwd(), sys.argv[0], os.environ.get('MPLBACKEND'), sys.flags.safe_path, sys.path)",
    "print(sorted(k for k in os.environ if not k.startswith('JPY')))\nprint(sys.stdin.read() if False else sys.stdin)",
    "from comm import create_comm\ncomm = create_comm(target_name='t', data={'a': 1}); comm.close()",
    "import signal\nprint(signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGCHLD), os.umask(0o022))",
    "print(sorted(os.readlink(f'/proc/self/fd/{n}').split(':')[0] for n in (0,)) if sys.platform == 'linux' else 0)",
    "input('?')",
)


@pytest.fixture(scope="module")
def both(warm: WarmKernels, tmp_path_factory: pytest.TempPathFactory) -> tuple[nbformat.NotebookNode, ...]:
    """The notebook as a plain kernel left it, and as a forked one did."""
    folder = tmp_path_factory.mktemp("same")
    source = write_notebook(folder / "in.ipynb", *CELLS, parameters="n = 1")
    saved = []
    for name, manager in {"plain": None, "forked": warm.manager_class}.items():
        with pytest.raises(Exception, match="raw_input was called"):  # the last cell
            run(source, folder / f"{name}.ipynb", manager, parameters={"n": 7}, cwd=folder)
        saved.append(nbformat.read(folder / f"{name}.ipynb", as_version=4))
    return tuple(saved)


def test_every_output_of_every_cell_is_the_same(both: tuple[nbformat.NotebookNode, ...]) -> None:
    plain, forked = both
    assert len(plain.cells) == len(forked.cells) == len(CELLS) + 4  # parameters, those injected, two marks of the error
    for expected, cell in zip(plain.cells, forked.cells, strict=True):
        assert comparable(cell) == comparable(expected)


def test_the_metadata_are_the_same(both: tuple[nbformat.NotebookNode, ...]) -> None:
    plain, forked = both
    assert comparable(forked.metadata) == comparable(plain.metadata)
    assert forked.metadata.language_info.name == "python"


def test_no_figure_is_lost_and_no_display_option_changed(both: tuple[nbformat.NotebookNode, ...]) -> None:
    for notebook in both:
        assert len(pictures(notebook)) == 4
        assert "'display.max_columns': 20" in texts(notebook)[5]
        assert "14" in texts(notebook)[2]


@pytest.mark.parametrize("name", ["bulletin", "audit"])
def test_the_packaged_notebooks_are_the_same(name: str, warm: WarmKernels, tmp_path: Path) -> None:
    source = shared_folder("notebooks") / f"{name}.ipynb"
    plain = run(source, tmp_path / "plain.ipynb")
    forked = run(source, tmp_path / "forked.ipynb", warm.manager_class)
    assert comparable(forked) == comparable(plain)
