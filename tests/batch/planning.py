"""What the tests of plans share: a small office whose report may be planned, and manifests as a run leaves them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hotline_analysis.batch.plan import Hashes, InvalidPlanError, Job, Plan, inputs_of, load_plan
from hotline_analysis.errors import HotlineError

FILES = {"html": "bulletin.html", "pdf": "bulletin.pdf"}


def planned(*paths: Path, **options: Any) -> Plan:
    return load_plan(list(paths), **options)


def refused(*paths: Path, **options: Any) -> str:
    """What is said of a plan that is refused."""
    with pytest.raises(HotlineError) as raised:
        load_plan(list(paths), **options)
    return str(raised.value)


def refused_all(*paths: Path) -> list[str]:
    with pytest.raises(InvalidPlanError) as raised:
        load_plan(list(paths))
    assert raised.value.exit_code == 3
    return [str(error) for error in raised.value.errors]


def leave(job: Job, outputs: Path, changes: Mapping[str, Any] | None = None, hashes: Hashes | None = None) -> Path:
    """Leave outputs and a manifest as a run of the job does; returns the report's folder."""
    folder = outputs / job.report.folder
    folder.mkdir(parents=True, exist_ok=True)
    outputs_ = []
    for name in ("facts.json", *(FILES[one] for one in job.formats)):
        content = f"{job.key} {name}".encode()
        (folder / name).write_bytes(content)
        outputs_.append({"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)})
    entry = {
        "manifest": 2,
        "parameters": job.report.model_dump(mode="json", exclude_none=True),
        "formats": list(job.formats),
        "inputs": [vars(one) for one in inputs_of(job, hashes)],
        "outputs": outputs_,
        **(changes or {}),
    }
    (folder / job.manifest).write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
    return folder
