"""docs/adding-a-jurisdiction.md, followed to the letter in an empty folder, makes what it says it makes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_blocks import blocks, page, plain, write_files
from typer.testing import CliRunner

from hotline_analysis.cli import app
from hotline_analysis.errors import InputError

PAGE = page("adding-a-jurisdiction.md")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the files of the page, made into bulletins by the commands of the page."""
    work, before = tmp_path_factory.mktemp("reader"), Path.cwd()
    assert len(write_files(PAGE, work)) == 12
    os.chdir(work)
    try:
        result = CliRunner().invoke(app, _command("hotline batch"), catch_exceptions=False)
        assert result.exit_code == 0
        assert _shown("outputs/taoxi/2025-05/bulletin.ipynb").strip() in result.stdout
        yield work
    finally:
        os.chdir(before)


def _command(start: str) -> list[str]:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"    {start}"))
    return line.split()[1:]


def _shown(word: str) -> str:
    return next(block.text for block in blocks(PAGE, "text") if word in block.text)


def test_the_files_are_those_that_the_page_names(folder: Path) -> None:
    for name in _shown("outputs/taoxi/2025-05/bulletin.ipynb").splitlines():
        assert (folder / name).stat().st_size > 0


def test_the_scores_are_those_of_the_page(folder: Path) -> None:
    result = CliRunner().invoke(app, _command("hotline score"), catch_exceptions=False)
    assert result.stdout == _shown("not_ranked")


@pytest.mark.parametrize(("language", "period"), [("says", "2025-05"), ("says-2025-06", "2025-06")])
def test_the_sentences_are_those_of_the_page(folder: Path, language: str, period: str) -> None:
    text = plain((folder / "outputs" / "taoxi" / period / "bulletin.html").read_text(encoding="utf-8"))
    (block,) = blocks(PAGE, language)
    for line in block.text.splitlines():
        assert line in text


def test_the_audit_runs_on_the_case(folder: Path) -> None:
    assert CliRunner().invoke(app, _command("hotline audit"), catch_exceptions=False).exit_code == 0


def test_a_mistake_gives_the_message_of_the_page(folder: Path) -> None:
    mistakes = {
        "taoxi/data/2025-05/streets.csv": ("60,57", "60,67"),
        "taoxi/reports/2025-05.yaml": ("number:", "numbr:"),
        "taoxi/taoxi.yaml": ("whole: assigned", "whole: asigned"),
    }
    messages = _shown("found 'numbr'").splitlines()
    for name, (right, wrong) in mistakes.items():
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert right in text
        file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
        command = ["batch", "taoxi/reports/2025-05.yaml", "--to", "html", "--outputs", "other"]
        result = CliRunner().invoke(app, command)
        file.write_text(text, encoding="utf-8")
        refused = result.exception if isinstance(result.exception, InputError) else None
        assert (result.exit_code if refused is None else refused.exit_code) == 3
        said = result.stderr.splitlines()[0] if refused is None else str(refused)
        assert [message for message in messages if message.partition("…")[0] in said], said
        left = [file.name for file in (folder / "other").rglob("bulletin*")]
        assert set(left) <= {"bulletin.failed.ipynb"}  # for whoever looks into it
