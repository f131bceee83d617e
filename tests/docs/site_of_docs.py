"""The site of the docs, built once for all tests of a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from markdown_blocks import DOCS

ROOT = DOCS.parent


def build_site(folder: Path) -> Path:
    """Build the site as ``make site`` does, with every warning an error."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder
