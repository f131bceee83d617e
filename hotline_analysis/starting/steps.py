"""The three steps from a new folder to its first bulletin, as they are printed and as its README has them."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """A command to type in the folder, and what it does.

    Attributes
    ----------
    command : str
    zh, en : str
        What it does.

    Examples
    --------
    >>> Step("hotline doctor", "说明缺什么。", "Says what is missing.").command
    'hotline doctor'
    """

    command: str
    zh: str
    en: str


def steps(export: str, period: str) -> tuple[Step, ...]:
    """Return the steps.

    Parameters
    ----------
    export : str
        The export's file, as seen from the folder.
    period : str
        The month of the first bulletin.

    Examples
    --------
    >>> [step.command for step in steps("export.xlsx", "2025-05")][1:]
    ['hotline import export.xlsx --mapping mapping.yaml --out tickets', 'hotline run bulletin --params report.yaml']
    """
    file = quoted(export)
    return (
        Step(
            f"hotline import --suggest {file} > mapping.yaml",
            "由导出表的表头生成对照表，请逐行核对。",
            "A mapping from the headers of the export; read every line of it.",
        ),
        Step(
            f"hotline import {file} --mapping mapping.yaml --out tickets",
            "导入工单，去除个人信息；屏幕上列出有哪些月份。",
            "Imports the tickets without personal numbers, and names their months.",
        ),
        Step(
            "hotline run bulletin --params report.yaml",
            f"生成通报。月份是 report.yaml 里的 period（现为 {period}），应为第2步列出的月份。",
            f"Makes the bulletin of the month that report.yaml names ({period}): one that step 2 has named.",
        ),
    )


def quoted(name: str) -> str:
    """Write a file's name as a shell takes it; one that begins with a dash is no option.

    Examples
    --------
    >>> quoted("export.xlsx"), quoted("-x.csv"), quoted("11月 导出.xlsx")
    ('export.xlsx', './-x.csv', "'11月 导出.xlsx'")
    """
    safe = f"./{name}" if name.startswith("-") else name
    if os.name == "nt":
        return f'"{safe}"' if " " in safe else safe
    return safe if re.fullmatch(r"[\w./-]+", safe) else shlex.quote(safe)


def seen_from(folder: Path, file: Path) -> str:
    """Name a file as seen from a folder.

    Examples
    --------
    >>> seen_from(Path("my-district"), Path("november.xlsx"))
    '../november.xlsx'
    """
    try:
        return Path(os.path.relpath(file.absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive
        return file.absolute().as_posix()
