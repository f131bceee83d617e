"""What a check found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

State = Literal["ok", "optional", "missing"]


@dataclass(frozen=True)
class Finding:
    r"""One thing that this package uses, and whether it is there.

    Attributes
    ----------
    part : str
    state : {"ok", "optional", "missing"}
        ``missing`` is what nothing works without; ``optional`` is missing too, but only some things need it.
    found : str
        Its version, or why it cannot be used.
    use : str
        What it is for.
    mend : str
        The command that brings it; empty where it is there.

    Examples
    --------
    >>> lacking = Finding("kernel", "missing", "no ipykernel", "runs notebooks", "pip install ipykernel")
    >>> print("\n".join(lacking.lines()))
    missing   kernel: no ipykernel
              for:    runs notebooks
              do:     pip install ipykernel
    >>> lacking.as_json()["state"]
    'missing'
    """

    part: str
    state: State
    found: str
    use: str
    mend: str = ""

    def lines(self) -> list[str]:
        """Say it in a terminal: one line where all is well."""
        head = f"{self.state:<9} {self.part}: {self.found}"
        if self.state == "ok":
            return [head]
        more = [f"{'':<9} for:    {self.use}"]
        return [head, *more, f"{'':<9} do:     {self.mend}"] if self.mend else [head, *more]

    def as_json(self) -> dict[str, str]:
        """Return it as an object of JSON."""
        return asdict(self)
