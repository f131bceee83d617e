"""Facts as ``facts.json`` has them, for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hotline_analysis.batch.proof.facts_file import PrintedFact


def fact(key: str, value: str | None, label: str = "工单", unit: str = "件", **more: Any) -> PrintedFact:
    content = {
        "key": key,
        "label": label,
        "value": value,
        "exact": value,
        "printed": f"{value}{unit}" if value is not None else "",
        "unit": unit,
        "decimals": 0,
        "metric": None,
        "definition": None,
        "numerator": None,
        "denominator": None,
        "source": "附表",
        **more,
    }
    return PrintedFact.model_validate(content)


def written(file: Path, facts: Iterable[PrintedFact]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    content = [one.model_dump() for one in facts]
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    return file
