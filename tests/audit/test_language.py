"""The claim language over a small case, and everything it refuses."""

from fractions import Fraction
from pathlib import Path

import pytest

from hotline_analysis.audit import audit_case
from hotline_analysis.audit.language import (
    Alternatives,
    Evaluator,
    LanguageError,
    Missing,
    Names,
    Number,
    Ranked,
    Scope,
    Truth,
    Value,
    parse,
    rows_of,
)
from hotline_analysis.audit.language.registry import FUNCTIONS
from hotline_analysis.cases import load_case
from hotline_analysis.errors import InputError

CASE = """\
tables: {units: units.csv, topics: topics.csv}
figures: {calls: 10, rate: 33.3, word: 全三}
sets: {big: [甲局, 乙局]}
aliases: {甲: 甲局}
"""
UNITS = "unit,closed,overdue,rate,grade\n甲局,10,1,90.00,A\n乙局,20,,95.00,B\n丙局（戊局）,30,3,90.00,A\n合计,60,4,,\n"
TOPICS = "topic,tickets\n噪音,7\n停车,5\n"


@pytest.fixture
def evaluator(tmp_path: Path) -> Evaluator:
    for name, text in {"case.yaml": CASE, "units.csv": UNITS, "topics.csv": TOPICS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    case = load_case(tmp_path)
    return Evaluator(case, rows_of(case))


def evaluate(evaluator: Evaluator, text: str) -> Value:
    return evaluator.evaluate(parse(text), Scope())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(units.closed)", 60),
        ("sum(units, closed - overdue)", 36),  # the unit with an empty cell is left out
        ("sum(units.closed, grade == 'A')", 40),
        ("sum(units, closed * 2, unit in big)", 60),
        ("sum(units, closed, unit not in big)", 30),
        ("count(units)", 3),
        ("count(units, rate >= 90, grade != 'B')", 2),
        ("count(units, missing(overdue))", 1),
        ("count(units, not missing(overdue))", 2),
        ("value(units, 甲局, closed)", 10),
        ("value(units, 甲, closed)", 10),
        ("value(units, '丙局（戊局）', closed - overdue)", 27),
        ("value(topics, 噪音, tickets)", 7),
        ("place(units, 甲局, rate)", 2),
        ("percent(calls / 30)", Fraction(100, 3)),
        ("-calls + 0.1", Fraction(-99, 10)),
        ("size(big)", 2),
        ("rounded(calls / 3, 1)", Fraction(33, 10)),
        ("rounded(20 / 3, 1, truncate)", Fraction(66, 10)),
        ("whole(5, 9.8, 49)", 51),
        ("whole(0, 0, 49)", 49),
    ],
)
def test_numbers_are_exact(evaluator: Evaluator, text: str, value: int | Fraction) -> None:
    found = evaluate(evaluator, text)
    assert isinstance(found, Number)
    assert found.value == value


def test_other_values(evaluator: Evaluator) -> None:
    assert evaluate(evaluator, "select(units, rate == 90)") == Names(("甲局", "丙局（戊局）"), ("rate 90.00",) * 2)
    assert evaluate(evaluator, "top(units, 2, closed)") == Ranked(
        2, (("丙局（戊局）", Fraction(30)), ("乙局", Fraction(20)), ("甲局", Fraction(10)))
    )
    assert evaluate(evaluator, "value(units, 乙局, overdue)") == Missing()
    assert evaluate(evaluator, "calls / 0") == Missing()
    assert evaluate(evaluator, "value(units, 乙局, overdue) < 5") == Truth(False)
    assert evaluate(evaluator, "rate") == Number(Fraction("33.3"), "33.3")
    assert isinstance(evaluate(evaluator, "either(calls, rate)"), Alternatives)


@pytest.mark.parametrize(
    ("text", "message", "allowed"),
    [
        ("summ(units.closed)", "unknown function", "sum"),
        ("sum(unit.closed)", "unknown table", "units (nearest)"),
        ("sum(units.closd)", "unknown column of units", "closed (nearest)"),
        ("select(units, closd > 3)", "unknown figure, list or column", "closed (nearest)"),
        ("value(units, 丁局, closed)", "unknown row of units", "甲局"),
        ("call + 1", "unknown figure, list or column", "calls (nearest)"),
        ("word + 1", "not a number", None),
        ("units.closed", "a column is many values", "sum(units.closed)"),
        ("this.closed", "there is no row here", None),
        ("select(units, closed)", "not a condition", None),
        ("select(units, grade > 'A')", "cannot be compared", None),
        ("count()", "wrong number of arguments", "count(table"),
        ("top(units, 0, closed)", "not a number of places", None),
        ("rounded(calls, 99)", "not a number of decimals", None),
        ("rounded(calls, 1, nearest)", "unknown rounding", "half_up"),
        ("among(calls)", "not a set of units", None),
        ("share_of(0.5)", "not a whole number", None),
        ("sum(calls)", "sum of what", "sum(table.column)"),
        ("sum(units.grade)", "not a number", None),
    ],
)
def test_mistakes_name_what_is_allowed(evaluator: Evaluator, text: str, message: str, allowed: str | None) -> None:
    with pytest.raises(LanguageError, match=message.replace("(", r"\(")) as caught:
        evaluate(evaluator, text)
    if allowed is not None:
        assert allowed in str(caught.value.allowed)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "().__class__",
        "units.closed.real",
        "[x for x in units]",
        "lambda: 1",
        "1 if calls else 2",
        "sum(*units)",
        "sum(units, of=closed)",
        "1 < calls < 3",
        "calls and rate",
        "f'{calls}'",
        "True",
        "1j",
        "1e999",
        "calls ** 9999",
        "calls; rate",
        "区民政局（区残联）",
        "-" * 100 + "1",
        "1 + " * 200 + "1",
        "",
    ],
)
def test_anything_else_is_refused(evaluator: Evaluator, text: str) -> None:
    with pytest.raises(LanguageError):
        evaluate(evaluator, text)


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ("claims:\n  calls: sum(units.closd)\n", r"case\.yaml, line 6, key claims\.calls: unknown column.*'closd'"),
        ("claims:\n  cals: count(units)\n", r"claims\.cals: no such figure, list or table.*calls \(nearest\)"),
        ("claims:\n  units.closd: count(units)\n", r"unknown column of units"),
        ("claims:\n  word: count(units)\n", r"the printed figure is not a number; found '全三'"),
        ("claims:\n  calls: select(units, rate > 3)\n", r"not a figure"),
        ("claims:\n  x: {each: unitz, is: this.closed > 1}\n", r"unknown table.*units \(nearest\)"),
    ],
)
def test_a_wrong_claim_is_an_input_error_with_its_line(evaluator: Evaluator, claims: str, message: str) -> None:
    file = evaluator.case.document.file
    file.write_text(CASE + claims, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        audit_case(load_case(file.parent))


def test_claims_on_columns_and_rows(evaluator: Evaluator) -> None:
    file = evaluator.case.document.file
    file.write_text(
        CASE
        + "claims:\n  units.closed: this.overdue * 10\n  late: {each: units, is: this.overdue <= 2, severity: soft}\n",
        encoding="utf-8",
    )
    audit = audit_case(load_case(file.parent))
    late = [f for f in audit.findings if f.where.fact == "late"]
    assert [(f.where.row, f.printed, f.implied, f.severity) for f in late] == [
        ("丙局（戊局）", "3", "at most 2", "soft")
    ]
    closed = [f for f in audit.findings if f.where.column == "closed"]
    assert [(f.where.row, f.why) for f in closed] == [("乙局", "the figures it rests on are empty")]


def test_every_function_is_in_the_docs() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "case-folder.md").read_text(encoding="utf-8")
    assert [name for name in FUNCTIONS if f"`{name}(" not in text] == []
