"""Commands, dependencies, links and file names in the docs are those of the code."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
import yaml
from markdown_blocks import DOCS, blocks, page

from hotline_analysis.cli import app

ROOT = DOCS.parent
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CHANGELOG.md"]
COMMANDS = dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_every_command_is_described_and_no_other() -> None:
    assert set(re.findall(r"^## `hotline (\w+)`$", page("command-line.md"), re.M)) == set(COMMANDS)


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_the_page_prints_what_help_prints(name: str | None) -> None:
    words = [sys.executable, "-c", "from hotline_analysis.cli import main; main()", *filter(None, [name]), "--help"]
    shown = subprocess.run(words, env=os.environ | {"COLUMNS": "80"}, check=True, capture_output=True, text=True).stdout
    assert f"```text\n{shown.strip()}\n```" in page("command-line.md"), "run: python tools/command-line-page"


def test_the_tool_leaves_a_page_that_is_right_and_mends_one_that_is_not() -> None:
    completed = runpy.run_path(str(ROOT / "tools" / "command-line-page"))["completed"]
    right = page("command-line.md")
    assert completed(right) == right
    assert completed(right.replace("Usage: hotline run", "Usage: hotline walk")) == right


def test_every_exit_code_is_described() -> None:
    from hotline_analysis.cli import InterruptedRunError
    from hotline_analysis.errors import HotlineError, InputError, UsageError

    codes = {0, *(error.exit_code for error in (HotlineError, InputError, UsageError, InterruptedRunError))}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", page("command-line.md"), re.M)} == codes


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {"Always": project["dependencies"]}
    wanted |= {f"With the extra `{extra}`": names for extra, names in project["optional-dependencies"].items()}
    parts = re.split(r"^## (.+)\n", page("dependencies.md"), flags=re.M)
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    found = {title: re.findall(r"^\| `([\w.-]+)` \| \S", text, re.M) for title, text in texts.items()}
    for title, requirements in wanted.items():
        assert sorted(found[title]) == sorted(re.split(r"[<>=!~\[; ]", name)[0] for name in requirements)


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_every_link_leads_somewhere(file: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", file.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:", target):
            continue
        name, _, anchor = target.partition("#")
        linked = (file.parent / name).resolve() if name else file
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.M)
            assert anchor in {_anchor(heading) for heading in headings}, target


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_index_names_every_page() -> None:
    index = page("README.md")
    for file in DOCS.glob("*.md"):
        assert file.name == "README.md" or f"({file.name})" in index


def test_both_readmes_have_the_same_parts() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    for pattern in (r"^#+ ", r"^\| ", r"^\d\. ", r"^- ", r"^    (\S+)", r"\]\((?!README)([^)]+)\)"):
        assert len(re.findall(pattern, english, re.M)) == len(re.findall(pattern, chinese, re.M)), pattern
    links = [re.findall(r"\]\((?!README)([^)]+)\)", text) for text in (english, chinese)]
    assert links[0] == links[1]


def test_the_folders_of_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    names = re.findall(r"^    (    )?(\S+?/?) {2,}\S", text[text.index("## Folders") :], re.M)
    for inner, name in names:
        assert (ROOT / ("hotline_analysis" if inner else "") / name).exists(), name


def test_yaml_in_the_docs_is_yaml() -> None:
    for file in PAGES:
        for block in blocks(file.read_text(encoding="utf-8"), "yaml"):
            assert yaml.safe_load(block.text) is not None, f"{file.name}, line {block.line}"


def test_python_in_the_docs_runs() -> None:
    names: dict[str, object] = {}
    for block in blocks(page("start.md"), "python"):
        exec(compile(block.text, "docs/start.md", "exec"), names)
    assert "bulletin" in names
