"""Every rule with a row that breaks it, and nothing else; and rows that come near to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from checked_rows import broken, checked

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.quality import RULES, SEVERITIES


def at(day: int, hour: int = 0, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2022, month, day, hour, minute)


WARN: dict[str, Any] = dict.fromkeys((key for key, rule in RULES.items() if rule.severity == "error"), "warning")
NOT_SIGNED = dict.fromkeys(("signed", "contacted", "sign_due", "contact_due"))
NO_ANSWERS = {"satisfied": None, "resolved": None, "told_citizen": None}

CLOSED_ON_THE_DAY = {"closed": at(10, 16), "due": at(10), "revisit_time": at(11), "extension": False}

# rule → what breaks it alone; the other columns are those of a good ticket
BREAKS: list[tuple[str, dict[str, Any]]] = [
    ("missing_id", {"id": None}),
    ("personal_id", {"id": "13800138000"}),
    ("personal_id", {"id": "+8613800138000"}),
    ("personal_id", {"id": "138-0013-8000"}),
    ("personal_id", {"id": "138 0013 8001"}),
    ("personal_id", {"id": "１３８００１３８０００"}),
    ("personal_id", {"id": "110105 19491231 002X"}),
    ("personal_id", {"id": "6222021234567890128"}),
    ("personal_id", {"id": "湘A12345"}),
    ("personal_id", {"id": "zhang.san@qq.com"}),
    ("personal_id", {"id": "11010519491231002X"}),
    ("personal_id", {"id": "11010519491231002x"}),
    ("personal_id", {"id": "13800138000x"}),
    ("personal_id", {"id": "GD-13800138000-1"}),
    ("personal_id", {"id": "GD8613800138000"}),
    ("personal_id", {"id": "来电１３８００１３８０００号"}),
    ("personal_id", {"id": "a11010519491231002Xb"}),
    ("unreadable_time", {"_raw_contact_due": "下周", "contact_due": None}),
    ("unreadable_count", {"_raw_reworked": "很多"}),
    ("unreadable_flag", {"_raw_urgent": "也许"}),
    ("unknown_value", {"_raw_satisfied": "还行", "satisfied": "yes"}),
    ("unknown_unit", {"unit": "丙街道", "group": None}),
    ("group_differs", {"group": "部门"}),
    ("former_unit", {"unit": "乙公司", "group": None, "received": at(5), "assigned": at(5), **NOT_SIGNED}),
    ("assigned_before_received", {"assigned": at(3, 9, 4)}),
    ("signed_before_assigned", {"signed": at(3, 9, 29)}),
    ("contacted_before_received", {"contacted": at(3, 9, 4)}),
    ("closed_before_received", {"closed": at(3, 9, 4), "assigned": None}),
    ("closed_before_assigned", {"closed": at(3, 9, 20)}),
    ("revisited_before_closed", {"revisit_time": at(8, 8, 59)}),
    ("due_before_received", {"due": at(2, 17), "overdue_flag": True}),
    ("due_before_received", {"sign_due": at(3, 9), "signed_late": True}),
    ("due_before_received", {"contact_due": at(3, 9), "contacted_late": True}),
    ("time_in_future", {"revisit_time": at(1, 0, 1, month=12)}),
    ("due_missing", {"due": None, "closed": None, "revisit": "not_revisited", "revisit_time": None, **NO_ANSWERS}),
    ("closed_without_revisit", {"revisit": None, "revisit_time": None, **NO_ANSWERS}),
    ("revisited_but_open", {"closed": None, "due": at(30)}),
    ("revisited_but_open", {"closed": None, "due": at(30), "revisit": "unanswered", **NO_ANSWERS}),
    ("satisfied_without_revisit", {"revisit": "unanswered", "resolved": None, "told_citizen": None}),
    ("resolved_without_revisit", {"revisit": "not_revisited", "satisfied": None, "told_citizen": None}),
    ("told_without_revisit", {"revisit": "unanswered", "satisfied": None, "resolved": None}),
    ("revisited_not_evaluated", {"satisfied": None}),
    ("flag_contradicts_times", {"overdue_flag": True}),
    ("flag_contradicts_times", {"closed": at(10, 17, 1), "revisit_time": at(11), "extension": False}),
    ("flag_contradicts_times", {"signed_late": True}),
    ("flag_contradicts_times", {"signed": at(3, 17, 1)}),
    ("flag_contradicts_times", {"contacted_late": True}),
    ("flag_contradicts_times", {"contacted": at(5)}),
    ("extension_not_asked", {"extension_asked": False}),
    ("part_exceeds_whole", {"return_rejected": 3}),
    ("part_exceeds_whole", {"late_returned": 3}),
    ("part_exceeds_whole", {"supervised_by_phone_replied": 2}),
    ("part_exceeds_whole", {"supervised_in_writing_replied": 1}),
]  # fmt: skip
# these cannot be broken alone, or need several rows; they have tests of their own
ELSEWHERE = {"missing_received", "repeated_row", "duplicate_id", "closed_without_due"}


@pytest.mark.parametrize(("key", "change"), BREAKS)
def test_a_row_that_breaks_one_rule(key: str, change: dict[str, Any]) -> None:
    findings = checked(change, {"id": "GD2"}, severities=WARN)
    assert broken(findings) == {key: 1}
    (finding,) = [one for one in findings.findings if one.rows]
    (example,) = finding.examples
    assert (example.file, example.row, example.rows) == ("导出.csv", 2, 1)
    assert example.column in finding.columns
    assert set(finding.columns.values()) == {1}
    assert finding.severity == WARN.get(key, RULES[key].severity)


def test_every_rule_is_tried() -> None:
    assert {key for key, _ in BREAKS} | ELSEWHERE == set(RULES)


def test_a_good_ticket_breaks_nothing() -> None:
    findings = checked({})
    assert broken(findings) == {}
    assert findings.not_run == {}
    assert [one.key for one in findings.findings] == list(RULES)


def test_missing_received() -> None:
    findings = checked({"received": None, "_raw_received": "昨天"}, severities={"unreadable_time": "warning"})
    assert broken(findings) == {"missing_received": 1, "unreadable_time": 1}
    assert (findings.read, findings.stored, findings.set_aside) == (1, 0, 1)


def test_closed_without_due_lacks_a_due() -> None:
    assert broken(checked({"due": None})) == {"closed_without_due": 1, "due_missing": 1}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"id": "22110300123"}, id="eleven digits, but not of a mobile"),
        pytest.param({"id": "19110300123", "received": datetime(2019, 11, 3)}, id="begins with the day of receipt"),
        pytest.param({"id": "GD202211030012345"}, id="letters and fifteen digits"),
        pytest.param({"id": "20221103001234567"}, id="seventeen digits"),
        pytest.param({"id": "GD113800138000"}, id="a mobile number within a longer run of digits"),
        pytest.param({"id": "GD110105194912310021"}, id="check character wrong, after letters"),
        pytest.param({"id": "GD19110300123", "received": datetime(2019, 11, 3)}, id="day of receipt after letters"),
        pytest.param({"id": "110105194912310021"}, id="check character wrong"),
        pytest.param({"id": "101004113298"}, id="twelve digits"),
        pytest.param({"assigned": at(3)}, id="a day without a clock is compared by its day"),
        pytest.param({"due": at(3), "overdue_flag": True}, id="due on the day of receipt"),
        pytest.param({**CLOSED_ON_THE_DAY, "overdue_flag": True}, id="due that day: late"),
        pytest.param({**CLOSED_ON_THE_DAY, "overdue_flag": False}, id="due that day: in time"),
        pytest.param({"closed": at(12), "revisit_time": at(13)}, id="late, but the time was extended"),
        pytest.param({"due": at(10, month=12)}, id="due in the future"),
        pytest.param({"unit": None, "group": None}, id="no unit"),
        pytest.param({"unit": "甲街"}, id="another spelling of a unit"),
        pytest.param({"unit": "乙公司", "group": None}, id="a former name while it was valid"),
        pytest.param({"unit": "乙集团", "group": "公司"}, id="a unit whose group the registry does not give"),
        pytest.param({"revisit": "unanswered", **NO_ANSWERS}, id="unanswered"),
    ],
)  # fmt: skip
def test_what_comes_near_and_breaks_nothing(change: dict[str, Any]) -> None:
    shared = {"assigned", "signed", "contacted", "sign_due", "contact_due", "due", "closed", "revisit_time"}
    if change.get("received", at(3)).year == 2019:
        change = {**dict.fromkeys(shared), "revisit": "not_revisited", **NO_ANSWERS, **change}
        assert set(broken(checked(change))) <= {"due_missing"}
    else:
        assert broken(checked(change)) == {}


def test_an_open_ticket_marked_late_before_it_is_due() -> None:
    open_ticket = {"closed": None, "revisit": None, "revisit_time": None, **NO_ANSWERS, "overdue_flag": True}
    assert broken(checked({**open_ticket, "due": at(2, month=12)})) == {"flag_contradicts_times": 1}
    assert broken(checked({**open_ticket, "due": at(30)})) == {}


def test_rules_name_canonical_columns() -> None:
    for rule in RULES.values():
        assert set(rule.columns) <= set(columns())
        assert rule.severity in rule.allowed
        assert set(rule.allowed) <= set(SEVERITIES)
        assert rule.zh
        assert rule.en


def test_unreadable_rules_cover_every_column_of_their_type() -> None:
    read = [need for rule in RULES.values() for case in rule.cases for need in case.needs if need.startswith("_raw_")]
    typed = [key for key, column in columns().items() if column.type != "text"]
    assert sorted(read) == sorted(f"_raw_{key}" for key in typed)
