"""What lays out PDF, what runs notebooks, and Java."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from hotline_analysis.doctor.finding import Finding, State
from hotline_analysis.doctor.mending import command, pip, python

_SECONDS = 60
_JAVA = 17
_OUR_PYTHON = {"python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}"}


def check_pdf() -> list[Finding]:
    """Tell whether WeasyPrint with Pango, and whether a browser, can make PDF files; one of the two is enough."""
    from hotline_analysis.rendering.pdf.browsers import find_browser
    from hotline_analysis.rendering.pdf.engines import weasyprint_missing

    reason, browser = weasyprint_missing(), find_browser()
    lacking: State = "missing" if reason is not None and browser is None else "optional"
    one = "PDF files; this or a browser" if lacking == "missing" else "PDF files that are the same on every machine"
    other = "PDF files; this or Pango" if lacking == "missing" else "PDF files without Pango, as on Windows"
    return [
        Finding("Pango (WeasyPrint)", "ok", "found", one)
        if reason is None
        else Finding("Pango (WeasyPrint)", lacking, reason, one, command("pango")),
        Finding("browser", "ok", browser.version, other)
        if browser is not None
        else Finding("browser", lacking, "no Chrome, Chromium or Edge", other, command("browser")),
    ]


def check_kernel() -> Finding:
    """Tell whether notebooks can be run: the kernel ``python3`` is there, and its Python has this package."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    part, use = "kernel", "every report: a notebook is run for it"
    try:
        program = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        return Finding(part, "missing", "no kernel python3", use, pip(["ipykernel"]))
    if program in _OUR_PYTHON or Path(program) == Path(sys.executable):
        return _own_kernel(part, use)
    if _can_import(program):
        return Finding(part, "ok", "python3, of another Python that has this package", use)
    found = "python3 is registered for a Python that is gone, or has not this package"
    return Finding(part, "missing", found, use, f"{python()} -m jupyter kernelspec remove -y python3")


def _own_kernel(part: str, use: str) -> Finding:
    from importlib.util import find_spec

    if find_spec("ipykernel") is None:
        return Finding(part, "missing", "ipykernel is not installed", use, pip(["ipykernel"]))
    return Finding(part, "ok", "python3", use)


def _can_import(program: str) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - the program that Jupyter would start
            [program, "-c", "import ipykernel, hotline_analysis"], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def check_java() -> Finding:
    """Tell whether Java is there, and new enough for Spark."""
    part, use = "Java", f"Spark needs Java {_JAVA} or later"
    found = shutil.which("java")
    version = None if found is None else _java_version(found)
    if version is not None and version >= _JAVA:
        return Finding(part, "ok", str(version), use)
    said = "not found" if version is None else f"{version} is too old"
    return Finding(part, "optional", said, use, command("java"))


def _java_version(program: str) -> int | None:
    """Ask Java for its version; ``1.8.0`` is 8."""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own Java
            [program, "-version"], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    number = re.search(r'version "(?:1\.)?(\d+)', done.stderr + done.stdout)
    return int(number[1]) if number else None
