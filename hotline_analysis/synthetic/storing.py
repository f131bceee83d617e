"""Make tickets and write them in the form that the name of the destination asks for."""

from __future__ import annotations

from pathlib import Path

from hotline_analysis.synthetic.export import write_csv, write_mapping, write_xlsx
from hotline_analysis.synthetic.folder import write_folder
from hotline_analysis.synthetic.settings import case_settings
from hotline_analysis.synthetic.synthesize import synthesize
from hotline_analysis.synthetic.writing import check_destination, write_parquet


def write_tickets(case: str, out: str | Path, *, seed: int = 1) -> list[Path]:
    """Make the tickets of a case and write them.

    Parameters
    ----------
    case : str
        One of the samples.
    out : path
        ``.parquet``: canonical tickets, with calendar, registry and date in its metadata. ``.csv`` or ``.xlsx``: an
        office's export, and ``<stem>.mapping.yaml`` beside it. Anything else: a folder that takes the worked example.
    seed : int, default 1

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        If there is no such case, or the place cannot be written.
    UsageError
        For a file of another kind.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in write_tickets("yunxi-2022-Q3", Path(folder) / "export.csv")]
    ['export.csv', 'export.mapping.yaml']
    """
    out = Path(out)
    case_settings(case)
    check_destination(out)
    made = synthesize(case, seed=seed)
    if out.suffix.lower() == ".parquet":
        write_parquet(made.table, made.meta, out)
    elif out.suffix:
        (write_csv if out.suffix.lower() == ".csv" else write_xlsx)(made, out)
        return [out, write_mapping(made, out)]
    else:
        write_folder(made, out)
    return [out]
