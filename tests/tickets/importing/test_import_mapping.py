"""What a mapping may say, and what is refused with its line and what is allowed."""

from __future__ import annotations

import pytest
from import_desk import MAPPING, Desk

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.mapping.mapping import load_mapping

MINIMAL = "columns: {id: 工单编号, received: 受理时间}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: {id: a, received: b}\nunit: {}\n", ["line 2", "unknown key", "units (nearest)"]),
        ("columns: {id: a, received: b, recieved: c}\n", ["not a canonical column", "'recieved'", "allowed: received"]),
        ("columns: {id: a}\n", ["the column received (受理时间) is needed"]),
        ("columns: {id: {header: a, optional: true}, received: b}\n", ["id (工单编号) is never optional"]),
        ("columns: {id: a, received: b, text: c}\nconstants: {text: x}\n", ["constants.text", "mapped already"]),
        ("columns: {id: a, received: b, unit: {header: c, formats: ['%Y-%m-%d']}}\n", ["formats are for columns of"]),
        ("columns: {id: a, received: b, satisfied: {header: c, words: {good: [好]}}}\n", ["'good'", "yes, rather, no"]),
        ("columns: {id: a, received: b, returned: {header: c, words: {once: [一]}}}\n", ["not a whole number", "once"]),
        (
            "columns: {id: a, received: b, satisfied: {header: c, words: {yes: [好], no: [好]}}}\n",
            ["'好'", "the word means yes too"],
        ),
        ("columns: {id: a, received: b, text: 电话}\npersonal: [电话]\n", ["columns.text", "under personal too"]),
        (MINIMAL + "formats: [dd/mm/yyyy]\n", ["line 2", "dd/mm/yyyy", "no % signs for year, month and day"]),
        (MINIMAL + "formats: ['%Y-%q-%d']\n", ["unknown sign %q"]),
        (MINIMAL + "formats: ['%d/%m/%Y', '%m/%d/%Y']\n", ["'02/01/2003' as different days"]),
        (MINIMAL + "checks: {closed_before: warning}\n", ["no such check", "closed_before_received"]),
        (MINIMAL + "checks: {missing_id: warning}\n", ["not a severity of this check", "error, set_aside"]),
        (MINIMAL + "time_zone: Asia/Changsha\n", ["no such time zone: Asia/Changsha"]),
        (MINIMAL + "units: {甲: {became: {unit: 乙, from: 2022-01-01}}}\n", ["甲 became 乙, which is not a unit"]),
        (MINIMAL + "units: {甲: {group: 街道}}\ngroups: {部门: [甲]}\n", ["甲 is in both groups 街道 and 部门"]),
        (MINIMAL + "sql: {query: SELECT 1, table: t}\n", ["line 2", "either query or table"]),
        (MINIMAL + "encoding: latin-1\n", ["line 2", "'utf-8'"]),
        (MINIMAL + "month_starts_on: 29\n", ["line 2", "a whole number from 1 to 28"]),
        (MINIMAL + 'month_starts_on: "26"\n', ["line 2, key month_starts_on", "'26'", "a whole number from 1 to 28"]),
        (MINIMAL + "month_starts_on: 26.0\n", ["line 2, key month_starts_on", "'26.0'", "a whole number from 1 to 28"]),
        (MINIMAL + "month_starts_on: true\n", ["line 2, key month_starts_on", "True", "a whole number from 1 to 28"]),
        (MINIMAL + 'header_row: "4"\n', ["line 2, key header_row", "'4'", "a whole number, 1 or more"]),
        (MINIMAL + "header_row: 0\n", ["line 2, key header_row", "0", "a whole number, 1 or more"]),
        (MINIMAL + 'mask: {phone: "false"}\n', ["line 2, key mask.phone", "'false'", "true or false"]),
        (MINIMAL + "as_of: 5\n", ["line 2, key as_of", "'5'", "2022-12-01 or 2022-12-01T08:00"]),
        (MINIMAL + "as_of: 2022-12-01T08:00Z\n", ["line 2, key as_of", "the office's local time"]),
        (
            MINIMAL + "units:\n  甲街道: {}\n  甲: {became: {unit: 甲街到, from: 2022-01-01}}\n",
            ["line 4, key units.甲.became.unit", "not a unit of the registry", "'甲街到'", "allowed: 甲街道"],
        ),
        (
            MINIMAL + "units:\n  甲: {became: {unit: 乙, from: 20220601}}\n  乙: {}\n",
            ["line 3, key units.甲.became.from", "'20220601'", "a day such as 2022-06-01"],
        ),
        (
            MINIMAL
            + "units:\n  甲: {became: {unit: 乙, from: 2022-01-01}}\n  乙: {became: {unit: 甲, from: 2022-02-01}}\n",
            ["line 4, key units.乙.became.unit", "a circle"],
        ),
        (MINIMAL + "units:\n  甲: {aliases: [乙]}\n  乙: {}\n", ["line 3, key units.甲.aliases", "both 乙 and 甲"]),
        (MINIMAL + "groups:\n  街道: [甲]\n  部门: [甲]\n", ["line 4, key groups.部门", "甲 is in both groups"]),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(desk: Desk, text: str, said: list[str]) -> None:
    with pytest.raises(InputError) as raised:
        load_mapping(desk.write("m.yaml", text))
    assert "m.yaml" in str(raised.value)
    for part in said:
        assert part in str(raised.value)


def test_short_and_long_forms_of_a_column_mean_the_same(desk: Desk) -> None:
    short = load_mapping(desk.write("a.yaml", "columns: {id: a, received: [b, c]}\n"))
    long = load_mapping(desk.write("b.yaml", "columns: {id: {header: a}, received: {header: [b, c]}}\n"))
    assert short == long


def test_units_and_groups_make_one_registry(desk: Desk) -> None:
    text = MINIMAL + "units: {甲: , 乙: {aliases: [乙局]}}\ngroups: {街道: [甲], 部门: [乙, 丙]}\n"
    registry = load_mapping(desk.write("m.yaml", text)).registry
    assert {name: unit.group for name, unit in registry.units.items()} == {"甲": "街道", "乙": "部门", "丙": "部门"}
    assert registry.names["乙局"] == "乙"


def test_words_may_be_numbers_and_truth_values(desk: Desk) -> None:
    mapping = load_mapping(
        desk.write("m.yaml", "columns: {id: a, received: b, resolved: {header: c, words: {true: [1], false: true}}}\n")
    )
    assert mapping.columns["resolved"].words == {"true": ("1",), "false": ("true",)}


def test_the_usual_mapping_loads(desk: Desk) -> None:
    assert list(load_mapping(desk.write("m.yaml", MAPPING)).columns)[:2] == ["id", "received"]
