"""What-ifs of a report's parameters: what may be written, what it is called, and what comes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from stored_tickets import Ticket, ticket, write_store

from hotline_analysis.errors import InputError
from hotline_analysis.report.drivers import DriversPage, open_drivers
from hotline_analysis.report.params import load_report

XIANGTAN = {"jurisdiction": "xiangtan", "period": "2019-11", "data": "sample:xiangtan-2019-11", "date": "2019-12-26"}


def tickets() -> list[Ticket]:
    """Of 12 units 40 answers each: those told are satisfied more often; one ticket in four came by 网站.

    Of 20 told 16 are satisfied, of 20 not told 10. A ticket waits 2, 4, 6 or 8 days, the same number of each kind.
    """
    made: list[Ticket] = []
    for unit in range(12):
        turn = 1 if unit % 2 else -1
        for place in range(40):
            told, inside = place < 20, place % 20
            received = datetime(2022, 10, 10, 9) + timedelta(hours=place)
            one = ticket(
                len(made), received.isoformat(), f"单位{unit:02}", closed=received + timedelta(days=2 + place % 4 * 2)
            )
            good = 16 + turn if told else 10 - turn
            one |= {
                "revisit": "revisited",
                "told_citizen": told,
                "channel": "网站" if (place + unit) % 4 == 0 else "电话",
            }
            made.append(one | {"satisfied": "yes" if inside < good else "no"})
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_store(Path("store"), tickets())
    return tmp_path


def opened(what_if: object, **parameters: object) -> DriversPage:
    common = {"jurisdiction": "furong", "period": "2022-10", "data": "store", "date": "2022-11-05", "report": "drivers"}
    factors = {"factors": "told_citizen,waiting_days,channel"}
    return open_drivers(**{**common, **factors, "what_if": what_if, **parameters})


def foreseen(page: DriversPage) -> dict[str, list[str]]:
    soup = BeautifulSoup(str(page.body().markup), "html.parser")
    rows = soup.select("table#drivers-what-if tbody tr")
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in rows]
    return {row[0]: row[1:] for row in cells}


def test_what_is_asked_for_is_foreseen_and_nothing_else(folder: Path) -> None:
    """Told to all: of 480 answers 240 are touched, and 65 % would become 80 %."""
    rows = foreseen(opened("told_citizen: yes"))
    assert list(rows) == ["全部答复当事人"]
    assert rows["全部答复当事人"][0] == "50.0"
    # all told: 192 of 240 told are satisfied, 120 of 240 not told
    assert rows["全部答复当事人"][1:4] == ["65.0", "80.0", "15.0"]


@pytest.mark.parametrize(
    ("written", "name", "affected"),
    [
        ("waiting_days > 5: halve", "超过5天的办理时间减半", "50.0"),
        ("waiting_days > 7: 7", "办理天数超过7天的改为7天", "25.0"),
        ("waiting_days: x 0.8", "办理天数变为原来的80%", "100.0"),
        ("waiting_days < 3: + 1", "办理天数不足3天的增加1天", "25.0"),
        ("waiting_days：- 1.5", "办理天数减少1.5天", "100.0"),
        ("told_citizen: no", "“已答复当事人”全部改为“否”", "50.0"),
        ("channel: 网站", "诉求渠道全部为“网站”", "75.0"),
        ("told_citizen: yes, waiting_days > 7: 7", "全部答复当事人且办理天数超过7天的改为7天", "62.5"),
    ],
)
def test_every_change_has_a_name_and_touches_what_it_says(folder: Path, written: str, name: str, affected: str) -> None:
    rows = foreseen(opened(written))
    assert {key: row[0] for key, row in rows.items()} == {name: affected}


def test_several_and_none(folder: Path) -> None:
    both = ["全部答复当事人", "办理天数变为原来的80%"]
    assert list(foreseen(opened("told_citizen: yes; waiting_days: x 0.8"))) == both
    assert list(foreseen(opened(["told_citizen: yes", {"waiting_days": "x 0.8"}]))) == both
    assert list(foreseen(opened(None))) == ["超过5天的办理时间减半", "全部答复当事人"]
    assert "假设情形" not in str(opened("none").body().markup)


def test_a_file_may_write_them_as_yaml(tmp_path: Path) -> None:
    head = "jurisdiction: furong\nperiod: 2022-10\ndata: store\ndate: '2022-11-05'\n"
    file = tmp_path / "report.yaml"
    file.write_text(
        f"{head}what_if:\n  - waiting_days > 5: halve\n  - overdue: no\n    told_citizen: true\n  - 'x: 1'\n",
        encoding="utf-8",
    )
    assert load_report(file)[0].what_if == ("waiting_days > 5: halve", "overdue: no, told_citizen: yes", "x: 1")
    file.write_text(f"{head}what_if: {{waiting_days > 5: halve, overdue: no}}\n", encoding="utf-8")
    assert load_report(file)[0].what_if == ("waiting_days > 5: halve", "overdue: no")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("halve", "key what_if: not a change; found 'halve'; allowed: factor: change, such as waiting_days > 5: halve"),
        ("waiting_days > long: halve", "key what_if: not a change; found 'waiting_days > long: halve'"),
        (
            "waiting_day: halve",
            r"no such factor in this analysis; found 'waiting_day'; allowed: waiting_days \(nearest\)",
        ),
        ("overdue: no", "no such factor in this analysis; found 'overdue'; allowed: told_citizen"),
        ("waiting_days: faster", "waiting_days is a number; found 'faster'; allowed: halve, double, x 0.8"),
        ("waiting_days: no", "waiting_days is a number; found 'no'"),
        ("told_citizen: halve", "told_citizen is a flag; found 'halve'; allowed: yes or no"),
        ("told_citizen > 1: no", "told_citizen is no number"),
        ("channel: 微信", "no such level of channel; found '微信'; allowed: "),
        (["told_citizen: yes", 5], "what_if"),
    ],
)
def test_what_cannot_be_asked_for_is_one_message(folder: Path, written: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        opened(written)


def test_a_formula_that_is_not_defined_there_is_one_message(folder: Path) -> None:
    with pytest.raises(InputError, match="key what_if"):
        opened("waiting_days: 0", factors=None, formula="told_citizen + log(waiting_days)")


def test_beyond_what_was_observed_is_said(folder: Path) -> None:
    text = str(opened("waiting_days: + 30").annexes().markup)
    assert "属外推" in text


def test_a_change_of_a_factor_that_was_left_out_is_named(folder: Path) -> None:
    rows = tickets()
    for one in [one for one in rows if one["satisfied"] == "yes"][:3]:
        one["reworked"] = 1
    write_store(Path("again"), rows)
    page = opened("reworked: no; told_citizen: yes", data="again", factors="told_citizen,reworked")
    assert list(foreseen(page)) == ["全部答复当事人"]
    assert "“无一返工”涉及未纳入模型的因素，没有测算。" in str(page.body().markup)


def test_a_table_of_units() -> None:
    page = open_drivers(**XIANGTAN, report="drivers", what_if="unanswered_to_citizen: halve; returned > 10: 10")
    assert list(foreseen(page)) == ["各单位未答复当事人比例减半", "各单位退单率超过10%的改为10%"]
    with pytest.raises(InputError, match="no such factor in this analysis; found 'waiting_days'"):
        open_drivers(**XIANGTAN, report="drivers", what_if="waiting_days: halve")
