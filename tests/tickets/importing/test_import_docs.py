"""docs/import.md: its example does what it says, its snippets load, and no key is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from import_desk import Desk

from hotline_analysis.tickets.mapping.mapping import ColumnMapping, TicketMapping, load_mapping

TEXT = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
SNIPPETS = [block for kind, block in BLOCKS if kind == "yaml"]


def block(kind: str) -> str:
    return next(block for one, block in BLOCKS if one == kind)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_example(desk: Desk, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    desk.write("november.csv", block("csv").encode(encoding))
    desk.write("furong.yaml", block("yaml"))
    command = re.search(r"    hotline (import november.csv .*)", TEXT)
    assert command is not None
    result = desk.hotline(*command[1].split())
    assert result.code == 0, result.err
    for line in block("text").splitlines():
        assert re.search(re.escape(line).replace("…", ".+"), result.err), (line, result.err)
    assert desk.stored("id", "unit", "satisfied", "revisit", "district", "text", where=Path("tickets"))[:2] == [
        ("FR221101001", "城建投资公司", "yes", "revisited", "芙蓉区", "路灯不亮，请回电［手机号］"),
        ("FR221102001", "甲街道", "no", "revisited", "芙蓉区", "夜间施工扰民"),
    ]


def test_the_suggestion_for_the_example_imports(desk: Desk) -> None:
    export = desk.write("november.csv", block("csv"))
    suggestion = desk.hotline("import", "--suggest", export)
    file = desk.write("furong.yaml", suggestion.out)
    assert desk.hotline("import", export, "--mapping", file, "--out", desk.store).code == 0
    assert desk.stored("satisfied", "revisit")[-1] == (None, "unanswered")


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_every_snippet_loads(desk: Desk, snippet: str) -> None:
    # as it stands there: a quoted number is not the number
    needed = "" if re.search("^columns:", snippet, re.MULTILINE) else "columns: {id: a, received: b}\n"
    assert load_mapping(desk.write("m.yaml", needed + snippet))


def test_every_key_has_an_example() -> None:
    snippets = "\n".join(SNIPPETS)
    for key in (*TicketMapping.model_fields, *ColumnMapping.model_fields):
        assert re.search(rf"\b{key}: ", snippets) or re.search(rf"^{key}:$", snippets, re.MULTILINE), key
        assert f"`{key}`" in TEXT, key
