"""The notebook of a new folder: the packaged one for exploring a month, with the folder's own report."""

from __future__ import annotations

import json

from hotline_analysis.resources import shared_folder

FILE = "explore.ipynb"
_PARAMETERS = 'source = "report.yaml"\nunit = None\ntopic = None\nchanges = {}'
_ABOUT = """\
# Exploring a month

Import tickets first: `README.md` has the steps. Then run all cells. Choose a unit, a topic and other numbers of
the scheme in the panels. Every function has an example: `explore.load_month?`. Names go by family; press Tab after
`month.counts_`, `month.rates_`, `month.profile_`, `month.ranks_`."""
_KEEP = """\
## Keep it

Take the sign # away: what a panel shows becomes a section of every bulletin, in the jurisdiction's file."""


def notebook_text() -> str:
    """Return the notebook as JSON; its cells that write into the jurisdiction's file wait for a hand.

    Examples
    --------
    >>> 'source = "report.yaml"' in "".join(json.loads(notebook_text())["cells"][1]["source"])
    True
    """
    book = json.loads((shared_folder("notebooks") / FILE).read_text(encoding="utf-8"))
    own = {"about": _ABOUT, "parameters": _PARAMETERS, "save-about": _KEEP}
    for cell in book["cells"]:
        source = own.get(cell["id"], "".join(cell["source"]))
        if cell["cell_type"] == "code" and "save_section(folder" in source:
            source = "# " + source.replace("save_section(folder, ", "save_section(").replace("(folder)", "()")
        cell["source"] = source.splitlines(keepends=True)
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"
