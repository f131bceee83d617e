"""What a check does with what it finds: stop, set aside, count."""

from __future__ import annotations

import duckdb
import pytest
from checked_rows import NOW, REGISTRY, broken, checked, made

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.quality import RULES, check, resolved
from hotline_analysis.tickets.registry import UnitRegistry


def refused(*rows: object, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        checked(*rows, **options)  # type: ignore[arg-type]
    return str(caught.value)


def test_an_error_says_where_what_and_how_to_go_on() -> None:
    message = refused({"unit": "甲街首"}, {"id": "GD2", "unit": "甲街首"}, {"id": "GD3", "unit": "丁"}, {"id": "GD4"})
    assert message == (
        "导出.csv, row 2, column unit (责任单位): the unit is not in the registry "
        "(责任单位不在单位名录中; check unknown_unit: 3 rows; also '丁' in 1 row); found '甲街首'; "
        "allowed: a unit of the mapping's registry, nearest 甲街, 甲街道, 乙公司; "
        "or go on regardless with `checks: {unknown_unit: warning}` in the mapping"
    )


def test_all_errors_are_named_at_once() -> None:
    message = refused({"unit": "丁", "_raw_satisfied": "还行"}, {"id": "GD2", "_raw_closed": "下周"})
    assert "check unreadable_time: 1 row" in message
    assert "also unknown_value: 1 row" in message
    assert "also unknown_unit: 1 row" in message
    assert "'下周'" in message


def test_the_words_of_a_vocabulary_are_named() -> None:
    message = refused({"_raw_satisfied": "还行"})
    assert "found '还行'" in message
    assert "rather: 基本满意、较满意、比较满意" in message


def test_no_message_holds_a_personal_number() -> None:
    for row in ({"id": "13800138000"}, {"unit": "张某13800138000"}, {"_raw_satisfied": "请回13800138000"}):
        message = refused(row)
        assert "13800138000" not in message
        assert "［手机号］" in message


def test_duplicate_ids_stop() -> None:
    message = refused({}, {"text": "另一件事"})
    assert message.startswith("导出.csv, row 3, column id (工单编号): two rows with the same number")
    assert "found 'GD1'" in message


def test_a_severity_can_be_changed() -> None:
    rows = ({"unit": "丁", "group": None}, {"id": "GD2", "closed": None, "revisit": "unanswered"})
    found = checked(*rows, severities={"unknown_unit": "warning"})
    assert broken(found)["unknown_unit"] == 1
    assert "closed_before_received" in refused(
        {"closed": "2022-11-01 00:00:00"}, severities={"closed_before_received": "error"}
    )


@pytest.mark.parametrize("key", ["missing_id", "missing_received"])
@pytest.mark.parametrize("severity", ["warning", "note"])
def test_rows_without_id_or_received_are_never_stored(key: str, severity: str) -> None:
    with pytest.raises(InputError, match=rf"checks\.{key}.*found '{severity}'; allowed: error, set_aside"):
        resolved({key: severity})  # type: ignore[dict-item]


def test_an_unknown_check_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        InputError, match=r"no such check; found 'closed_before_recieved'; allowed: closed_before_received, "
    ):
        resolved({"closed_before_recieved": "warning"})


def test_rows_set_aside_and_rows_kept_add_up() -> None:
    con = duckdb.connect()
    rows = [
        {},
        {},  # row 3 repeats row 2
        {"text": "另一件事"},  # row 4: same number, other content
        {},  # row 5 repeats row 2
        {"text": "另一件事"},  # row 6 repeats row 4
        {"id": None},
        {"id": None, "received": None},
        {"id": "GD2", "received": None},
        {"id": "GD3"},
    ]
    found = checked(*rows, con=con, severities={"duplicate_id": "set_aside"})
    assert {key: n for key, n in broken(found).items() if RULES[key].severity != "warning"} == {
        "missing_id": 2,
        "missing_received": 2,
        "repeated_row": 3,
        "duplicate_id": 1,
    }
    assert (found.read, found.stored, found.set_aside) == (9, 2, 7)
    kept = con.execute(f"SELECT _row, id FROM ({found.kept_sql()}) ORDER BY _row").fetchall()
    assert kept == [(2, "GD1"), (10, "GD3")]
    aside = con.execute(f"SELECT _row, reason FROM ({found.set_aside_sql()}) ORDER BY _row").fetchall()
    assert aside == [
        (3, "repeated_row"),
        (4, "duplicate_id"),
        (5, "repeated_row"),
        (6, "repeated_row"),
        (7, "missing_id"),
        (8, "missing_id;missing_received"),
        (9, "missing_received"),
    ]


def test_duplicates_kept_as_a_warning_stay() -> None:
    con = duckdb.connect()
    found = checked({}, {"text": "另"}, con=con, severities={"duplicate_id": "warning"})
    assert broken(found) == {"duplicate_id": 1}
    assert len(con.execute(found.kept_sql()).fetchall()) == found.stored == 2
    assert con.execute(found.set_aside_sql()).fetchall() == []


def test_a_cell_that_could_not_be_read_makes_a_row_another_one() -> None:
    quiet = {"unreadable_time": "warning", "duplicate_id": "warning"}
    found = checked({"due": None}, {"due": None, "_raw_due": "下周"}, severities=quiet)  # type: ignore[arg-type]
    assert broken(found)["duplicate_id"] == 1
    assert "repeated_row" not in broken(found)


def test_rules_without_their_columns_are_named_with_what_is_missing() -> None:
    found = checked({}, without=["revisit", "sign_due", "due", "group"], registry=UnitRegistry())
    assert found.not_run["satisfied_without_revisit"] == ("revisit",)
    assert found.not_run["due_missing"] == ("due",)
    assert found.not_run["unknown_unit"] == ("units",)
    assert found.not_run["group_differs"] == ("group", "groups of units")
    assert found.not_run["former_unit"] == ("renamed or merged units",)
    ran = {one.key for one in found.findings}
    assert ran | set(found.not_run) == set(RULES)
    assert not ran & set(found.not_run)
    assert "flag_contradicts_times" in ran  # the signs of late contact are still there
    assert "due_before_received" in ran


def test_examples_are_at_most_five_and_the_first() -> None:
    found = checked(*({"id": f"GD{n}", "due": None} for n in range(8)))
    (finding,) = [one for one in found.findings if one.key == "due_missing"]
    assert finding.rows == 8
    assert [(one.row, one.id, one.value) for one in finding.examples] == [(n + 2, f"GD{n}", None) for n in range(5)]


def test_examples_of_values_are_the_most_frequent() -> None:
    units = ["丁", "戊", "戊", "己", "己", "己"]
    found = checked(
        *({"id": f"GD{n}", "unit": unit} for n, unit in enumerate(units)), severities={"unknown_unit": "warning"}
    )
    (finding,) = [one for one in found.findings if one.key == "unknown_unit"]
    assert [(one.value, one.rows, one.row) for one in finding.examples] == [("己", 3, 5), ("戊", 2, 3), ("丁", 1, 2)]


def test_long_and_broken_values_are_shortened() -> None:
    found = checked({"unit": "丁\n" * 100}, severities={"unknown_unit": "warning"})
    (finding,) = [one for one in found.findings if one.key == "unknown_unit"]
    value = finding.examples[0].value
    assert value is not None
    assert "\n" not in value
    assert len(value) == 61
    assert value.endswith("…")


def test_no_rows_at_all() -> None:
    found = checked()
    assert (found.read, found.stored, found.set_aside) == (0, 0, 0)
    assert broken(found) == {}


def test_quotes_in_names_of_units() -> None:
    registry = UnitRegistry.model_validate({"units": {"O'Brien's": {"group": "it's"}}})
    assert broken(checked({"unit": "O'Brien's", "group": "it's"}, registry=registry)) == {}


def test_nothing_of_the_table_is_changed() -> None:
    con = duckdb.connect()
    made(con, [{"id": "GD1", "received": NOW}])
    before = con.execute("SELECT * FROM converted").fetchall()
    check(con, "converted", registry=REGISTRY, now=NOW)
    assert con.execute("SELECT * FROM converted").fetchall() == before
