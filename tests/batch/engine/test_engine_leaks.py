"""Nothing that one notebook does is seen by the next."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from engine_notebooks import run, texts, write_notebook

from hotline_analysis.batch.engine import WarmKernels

VANDAL = """\
import atexit, builtins, csv, gc, json, locale, logging, os, random, signal, sys, tempfile, time, warnings
import numpy as np, pandas as pd, matplotlib as mpl, matplotlib.pyplot as plt, seaborn as sns
import hotline_analysis.report as report
os.environ["LEAK"] = "1"; os.environ["HOME"] = "/nowhere"; os.environ["TZ"] = "Asia/Tokyo"; time.tzset()
os.chdir("/"); os.umask(0o077)
random.seed(0); np.random.seed(0)
pd.set_option("display.max_rows", 3); pd.options.display.precision = 1
mpl.rcParams["figure.dpi"] = 17; sns.set_theme(); mpl.use("svg")
plt.figure()
held = [open(os.devnull) for _ in range(50)]
pd.DataFrame.leak = report.leak = json.leak = sys.leak = builtins.leak = "leak"
csv.reader = lambda *_: ["leak"]
sys.path.insert(0, "/leak"); sys.argv.append("leak"); sys.modules["leak"] = json
sys.setrecursionlimit(5000); gc.disable(); sys.displayhook = print
logging.getLogger("leak").setLevel(1); logging.disable(50); warnings.simplefilter("ignore")
tempfile.tempdir = "/leak"; locale.setlocale(locale.LC_ALL, "C")
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
atexit.register(print, "leak")
get_ipython().run_line_magic("alias", "leak echo")
"""

STATE = """\
import atexit, builtins, csv, gc, json, locale, logging, os, random, signal, sys, tempfile, time, warnings
import numpy as np, pandas as pd, matplotlib as mpl, matplotlib.pyplot as plt, seaborn as sns
import hotline_analysis.report as report
state = {
    "environment": {k: v for k, v in os.environ.items() if not k.startswith("JPY")}, "zone": time.tzname,
    "folder": os.getcwd(), "umask": os.umask(0o022), "rows": pd.get_option("display.max_rows"),
    "precision": pd.get_option("display.precision"), "style": dict(mpl.rcParams), "figures": plt.get_fignums(),
    "files": len(os.listdir("/dev/fd")), "path": sys.path,
    "arguments": [a for a in sys.argv if "kernel" not in a and "/" not in a],
    "leaks": [hasattr(t, "leak") for t in (pd.DataFrame, report, json, sys, builtins)] + ["leak" in sys.modules],
    "csv": next(csv.reader(["a"])), "recursion": sys.getrecursionlimit(), "gc": gc.isenabled(),
    "log": logging.root.manager.disable, "levels": logging.getLogger("leak").level, "filters": len(warnings.filters),
    "temp": tempfile.gettempdir(),
    "locale": locale.setlocale(locale.LC_ALL), "signal": str(signal.getsignal(signal.SIGUSR1)),
    "names": "held" in globals(),
    "alias": "leak" in dict(get_ipython().alias_manager.aliases),
}
for name, value in state.items():
    print(name, value)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_notebook_that_changes_all_it_can_changes_nothing_for_the_next(warm: WarmKernels, folder: Path) -> None:
    look = write_notebook(folder / "look.ipynb", STATE)
    vandal = write_notebook(folder / "vandal.ipynb", VANDAL)
    before = texts(run(look, folder / "1.ipynb", warm.manager_class))
    run(vandal, folder / "2.ipynb", warm.manager_class)
    after = texts(run(look, folder / "3.ipynb", warm.manager_class))
    assert "environment" in before[0]
    assert before == after


def test_a_forked_kernel_begins_as_a_plain_one_does(warm: WarmKernels, folder: Path) -> None:
    look = write_notebook(folder / "look.ipynb", STATE)
    plain = texts(run(look, folder / "1.ipynb"))[0].splitlines()
    forked = texts(run(look, folder / "2.ipynb", warm.manager_class))[0].splitlines()
    differ = [new for old, new in zip(plain, forked, strict=True) if old != new]
    # sockets on files instead of ports take another number of descriptors
    assert {line.split()[0] for line in differ} <= {"files"}


def test_no_descriptor_of_the_warm_parent_is_inherited(warm: WarmKernels, folder: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("looks into /proc")
    cell = (
        "import os\nprint(*(os.readlink(f'/proc/self/fd/{n}').split(':')[0] for n in os.listdir('/proc/self/fd') "
        "if os.path.exists(f'/proc/self/fd/{n}')), sep='\\n')"
    )
    source = write_notebook(folder / "in.ipynb", cell)
    kinds = [Counter(texts(run(source, folder / "o.ipynb", given))[0].split()) for given in (None, warm.manager_class)]
    plain, forked = kinds
    more = {kind for kind in forked if forked[kind] > plain[kind]}
    assert more <= {"/dev/null"}  # its standard input; that of a plain kernel is a pipe


def test_unseeded_random_numbers_differ_and_seeded_ones_do_not(warm: WarmKernels, folder: Path) -> None:
    draw = (
        "import random\nimport numpy as np\nprint(random.random(), np.random.rand(), np.random.default_rng().random())"
    )
    seeded = "random.seed(4); np.random.seed(4)\nprint(random.random(), np.random.rand())"
    source = write_notebook(folder / "in.ipynb", draw, seeded)
    drawn = [texts(run(source, folder / "o.ipynb", warm.manager_class)) for _ in range(3)]
    for column in zip(*(first.split() for first, _ in drawn), strict=True):
        assert len(set(column)) == 3
    assert len({second for _, second in drawn}) == 1
    assert texts(run(source, folder / "p.ipynb"))[1] == drawn[0][1]


def test_a_changed_environment_is_seen(warm: WarmKernels, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_notebook(folder / "in.ipynb", "import os, time\nprint(os.environ.get('OFFICE'), time.tzname[0])")
    monkeypatch.setenv("OFFICE", "furong")
    monkeypatch.setenv("TZ", "CST-8")
    assert texts(run(source, folder / "o.ipynb", warm.manager_class)) == ["furong CST\n"]
