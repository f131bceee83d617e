"""``hotline run drivers -p …``: period, district, outcome, factors and what-ifs, each as an operator asks for it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
import pytest
from command import Hotline
from stored_tickets import Ticket, ticket, write_store

REPORT = "jurisdiction: furong\nperiod: 2024-05\ndata: store\ndate: '2024-06-05'\n"


def tickets() -> list[Ticket]:
    """In May 12 units with 20 answers each, in June 10; those of every other unit lie in 东区.

    Of ten told eight or nine are satisfied, of ten not told five or six; half of all are resolved.
    """
    made: list[Ticket] = []
    for month, each in ((5, 20), (6, 10)):
        for unit in range(12):
            for place in range(each):
                start = datetime(2024, month, 6, 9) + timedelta(minutes=place)
                told, inside = place % 2 == 0, place // 2 * 20 // each
                one = ticket(len(made), start.isoformat(), f"单位{unit:02}", closed=start + timedelta(days=2))
                good = inside < (8 if told else 5) + unit % 2
                one |= {"revisit": "revisited", "told_citizen": told, "satisfied": "yes" if good else "no"}
                one |= {"resolved": (place + unit) % 4 < 2, "district": "东区" if unit % 2 else "西区"}
                made.append(one | {"channel": "网站" if (place + unit) % 3 == 0 else "电话"})
    return made


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_store(Path("store"), tickets())
    file = tmp_path / "report.yaml"
    file.write_text(REPORT, encoding="utf-8")
    return file


def facts(folder: Path) -> dict[str, Any]:
    (file,) = folder.rglob("drivers.facts.json")
    return {one["key"]: one for one in json.loads(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(
    ("changes", "answers", "title"),
    [
        (["period=2024-06", "factors=told_citizen"], "120", "芙蓉区12345热线2024年6月满意率影响因素分析报告"),
        (["district=东区", "factors=told_citizen"], "120", "芙蓉区东区12345热线2024年5月满意率影响因素分析报告"),
        (["outcome=resolved", "factors=told_citizen,channel"], "240", "芙蓉区12345热线2024年5月解决率影响因素分析报告"),
    ],
)
def test_period_district_outcome_and_factors(
    report: Path, hotline: Hotline, changes: list[str], answers: str, title: str
) -> None:
    given = [part for one in changes for part in ("-p", one)]
    done = hotline("run", "drivers", "--params", report, *given, "--to", "html", "--outputs", "made")
    assert done.code == 0, done.err
    found = facts(Path("made"))
    assert found["drivers.answers"]["exact"] == answers
    (page,) = Path("made").rglob("drivers.html")
    assert f"<title>{title}</title>" in page.read_text(encoding="utf-8")
    factors = {key.split(".")[2] for key in found if key.startswith("drivers.importance.")}
    assert factors == set(changes[-1].removeprefix("factors=").split(","))


def test_a_formula_and_what_ifs(report: Path, hotline: Hotline) -> None:
    asked = ["-p", "formula=told_citizen + channel", "-p", "what_if=told_citizen: yes; channel: 网站"]
    done = hotline("run", "drivers", "--params", report, *asked, "--to", "html", "--outputs", "made")
    assert done.code == 0, done.err
    assert {key.split(".")[2] for key in facts(Path("made")) if key.startswith("drivers.what_if.")} == {
        "全部答复当事人", "诉求渠道全部为“网站”",
    }  # fmt: skip
    (file,) = Path("made").rglob("drivers.ipynb")
    cells = [cell.source for cell in nbformat.read(file, as_version=4).cells]
    assert any("what_if = [" in source for source in cells)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("period=2024-09", "2024-09"),
        ("period=soon", "key period: not a period"),
        ("district=南区", "南区"),
        ("outcome=happy", "key outcome: not valid; found 'happy'; allowed: 'satisfied' or 'resolved'"),
        ("factors=told_citizens", "key factors: no factor 'told_citizens' (did you mean told_citizen?)"),
        ("what_if=faster", "key what_if: not a change; found 'faster'; allowed: factor: change"),
        ("what_if=overdue: no", "key what_if: no such factor in this analysis; found 'overdue'"),
    ],
)
def test_what_cannot_be_run_is_one_message_and_leaves_nothing(
    report: Path, hotline: Hotline, change: str, said: str
) -> None:
    given = ["-p", change] if change.startswith("factors") else ["-p", "factors=told_citizen", "-p", change]
    done = hotline("run", "drivers", "--params", report, *given, "--to", "html", "--outputs", "made")
    assert done.code == 3, done.err
    assert said in done.err
    assert {file.name for file in Path("made").rglob("*.html")} <= {"index.html"}  # which lists a failure
