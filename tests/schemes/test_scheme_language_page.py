"""Everything shown in docs/scheme-language.md loads, and its worked example prints what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.schemes import load_scheme, scheme_names
from hotline_analysis.schemes.model import Dimension, Item, NamedList, Ranking, Scheme
from hotline_analysis.schemes.rules import AnyRule

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "scheme-language.md").read_text(encoding="utf-8")
BUILT_IN = (DOCS / "built-in-schemes.md").read_text(encoding="utf-8")
YAML = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
WHOLE = [text for text in YAML if text.startswith("scheme:")]
RULES = [text for text in YAML if text.startswith("rule:")]
PARTS = [text for text in YAML if text not in WHOLE and text not in RULES]
KINDS = get_args(get_args(AnyRule)[0])

BASE = """\
scheme: base
title: {zh: 基, en: base}
source: a test
groups: {streets: {zh: 街道, en: streets}, departments: {zh: 区直部门, en: departments}}
full_marks: 10
dimensions:
  d:
    zh: 维
    en: d
    marks: 10
    items:
      i: {zh: 项, en: i, marks: 10, rule: {kind: rate, metric: closure_rate}}
"""


def block(language: str, nth: int = 0) -> str:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)[nth]


@pytest.mark.parametrize("text", WHOLE, ids=lambda text: text.split("\n")[0])
def test_whole_schemes_load(tmp_path: Path, text: str) -> None:
    (tmp_path / "scheme.yaml").write_text(text, encoding="utf-8")
    load_scheme(tmp_path / "scheme.yaml")


@pytest.mark.parametrize("text", RULES, ids=lambda text: text[:60].strip())
def test_rules_load(tmp_path: Path, text: str) -> None:
    body = BASE[: BASE.index("      i:")] + "      i:\n        zh: 项\n        en: i\n        marks: 10\n"
    (tmp_path / "scheme.yaml").write_text(
        body + re.sub("^", " " * 8, text, flags=re.MULTILINE).rstrip(" "), encoding="utf-8"
    )
    load_scheme(tmp_path / "scheme.yaml")


@pytest.mark.parametrize("text", PARTS, ids=lambda text: text.split("\n")[0])
def test_parts_load(tmp_path: Path, text: str) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "scheme.yaml").write_text("extends: base.yaml\n" + text, encoding="utf-8")
    load_scheme(tmp_path / "scheme.yaml")


def test_there_is_something_to_load() -> None:
    assert len(WHOLE) >= 3
    assert len(PARTS) >= 8


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_rule_has_a_section_an_example_and_its_keys(kind: type) -> None:
    name = get_args(kind.model_fields["kind"].annotation)[0]
    section = PAGE.split(f"### {name}\n", 1)[1].split("\n### ", 1)[0]
    assert f"kind: {name}" in section
    general = PAGE[PAGE.index("## What a rule looks at") : PAGE.index("### rate")]
    for key, field in kind.model_fields.items():
        assert re.search(rf"\b{field.alias or key}\b", section + general), key


@pytest.mark.parametrize("model", [Scheme, Item, Dimension, NamedList, Ranking], ids=lambda model: model.__name__)
def test_every_key_is_explained(model: type) -> None:
    for key, field in model.model_fields.items():
        assert f"`{field.alias or key}`" in PAGE, key


def test_the_worked_example_prints_what_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text(block("csv"), encoding="utf-8")
    (tmp_path / "harbour.yaml").write_text(WHOLE[0], encoding="utf-8")
    program = "from hotline_analysis.cli import main; main()"
    command = [sys.executable, "-c", program, "score", "may.csv", "--scheme", "harbour.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == block("text")


def test_the_mistake_reads_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("harbour.yaml").write_text(WHOLE[0].replace("off: 0.5", "of: 0.5"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scheme("harbour.yaml")
    assert str(caught.value) in block("text", 1)


@pytest.mark.parametrize("name", scheme_names())
def test_every_built_in_scheme_is_explained(name: str) -> None:
    _, _, rest = BUILT_IN.partition(f"\n## {name}\n")
    section = rest.split("\n## ")[0]
    assert section
    for variant in load_scheme(name).variants:
        assert f"`{variant}`" in section
