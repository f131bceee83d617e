"""A scheme with a mistake is refused on loading: file, line, key, value and what is allowed, in one message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.schemes import load_scheme, scheme_names

GOOD = """\
scheme: made-up
title: {zh: 测试, en: made up}
source: made up for a test
valid: {from: 2020-01-01, until: 2020-12-31}
groups:
  streets: {zh: 街道, en: streets}
  departments: {zh: 区直部门, en: departments}
counts:
  fraud: {zh: 弄虚作假, en: fraud}
metrics:
  on_time_closure_rate:
    numerator: closed - late_closed
    denominator: closed
    decimals: 1
full_marks: 30
base: 5
dimensions:
  speed:
    zh: 时效
    en: speed
    marks: 15
    items:
      signing:
        zh: 签收
        en: signing
        marks: 5
        rule:
          kind: per_case
          cases:
            - {count: late_signed, off: 0.1}
            - count: late_returned
              off: 0.2
          at_most: 3
      closing:
        zh: 办结
        en: closing
        marks: 10
        rule: {kind: rate, metric: on_time_closure_rate}
  result:
    zh: 结果
    en: result
    marks: {streets: 10, departments: 10}
    items:
      index:
        zh: 指数
        en: index
        marks: {streets: 10, departments: 10}
        rule:
          kind: weighted_index
          terms:
            - {metric: closure_rate, weight: 0.5}
            - {metric: rework_rate, weight: 0.5, complement: true}
bonus:
  cap: 3
  items:
    praise:
      zh: 表扬
      en: praise
      rule: {kind: given, column: praise_score, default: none}
participation:
  - {count: assigned, at_least: 1, reason: {zh: 无, en: none}}
  - count: closed
    at_least: 1
    reason: {zh: 无, en: none}
vetoes:
  - {all: [{count: fraud, above: 0}], effect: last_place, reason: {zh: 假, en: fraud}}
ranking: {within: group, order: [-assigned]}
grades:
  - {grade: A, at_least: 25}
  - {grade: B, at_least: 20}
  - {grade: C}
lists:
  good:
    zh: 好
    en: good
    at_least: 25
    where: [{of: assigned, at_least: 10}]
variants:
  other:
    full_marks: 25
    base: 0
"""


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., InputError]:
    """Change the good scheme in one place and return the error; the changed line is marked by the new text."""

    def change(old: str, new: str) -> InputError:
        assert GOOD.count(old) == 1, old
        file = tmp_path / "scheme.yaml"
        file.write_text(GOOD.replace(old, new), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_scheme(file)
        return caught.value

    return change


def line(text: str) -> int:
    """The line on which a text stands in the good scheme."""
    assert GOOD.count(text) == 1, text
    return GOOD[: GOOD.index(text)].count("\n") + 1


def test_the_good_scheme_is_good(tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert load_scheme(file).scheme == "made-up"
    assert load_scheme(f"{file}:other").full_marks == 25


# old text, new text, the line it stands on, and what the message must say
CASES = [
    # unknown keys
    ("full_marks: 30", "full_mark: 30", line("full_marks: 30"), ["unknown key", "'full_mark'", "full_marks (nearest)"]),
    ("    decimals: 1", "    decimal: 1", line("    decimals: 1"), ["unknown key", "decimals (nearest)"]),
    (
        "          at_most: 3",
        "          at_least: 3",
        line("          at_most: 3"),
        ["'at_least'", "at_most (nearest)"],
    ),
    ("              off: 0.2", "              of: 0.2", line("              off: 0.2"), ["'of'", "off (nearest)"]),
    ("weight: 0.5, complement", "weight: 0.5, compliment", line("compl"), ["'compliment'", "complement (nearest)"]),
    (
        "{metric: closure_rate, w",
        "{metrik: closure_rate, w",
        line("{metric: closure"),
        ["'metrik'", "metric (nearest)"],
    ),
    ("ranking: {within", "ranking: {withing", line("ranking:"), ["'withing'", "within (nearest)"]),
    ("    where: [{of:", "    where: [{off:", line("    where:"), ["'off'", "of (nearest)"]),
    ("  - {grade: A, at", "  - {grades: A, at", line("{grade: A"), ["'grades'", "grade (nearest)"]),
    ("  - count: closed\n", "  - counts: closed\n", line("  - count: closed"), ["'counts'", "count (nearest)"]),
    ("default: none}", "defaults: none}", line("default: none"), ["'defaults'", "default (nearest)"]),
    # kinds of rule
    (
        "kind: per_case",
        "kind: per_cases",
        line("kind: per_case"),
        ["unknown kind", "'per_cases'", "per_case (nearest)", "mean_of"],
    ),
    ("          kind: weighted_index\n", "", line("terms:") - 2, ["missing key kind", "weighted_index", "given"]),
    # names
    (
        "{kind: rate, metric: on_time_closure_rate}",
        "{kind: rate, metric: on_time_rate}",
        line("{kind: rate"),
        ["unknown metric", "'on_time_rate'", "closure_rate"],
    ),
    (
        "{kind: rate, metric: on_time_closure_rate}",
        "{kind: rate, metric: share}",
        line("{kind: rate"),
        ["unknown metric", "'share'"],
    ),
    (
        "  on_time_closure_rate:\n",
        "  on_time_closure:\n",
        line("  on_time_closure_rate:\n"),
        ["unknown metric (did you mean on_time_closure_rate?)"],
    ),
    (
        "- {metric: closure_rate,",
        "- {metric: closing_rate,",
        line("- {metric: closure_rate,"),
        ["unknown metric (did you mean closure_rate?)", "'closing_rate'"],
    ),
    (
        "count: late_returned",
        "count: late_return",
        line("count: late_returned"),
        ["unknown count (did you mean late_returned?)", "'late_return'", "declared under counts"],
    ),
    ("numerator: closed - late_closed", "numerator: closed - late", line("numerator:"), ["unknown count", "'late'"]),
    (
        "numerator: closed - late_closed",
        "numerator: closed / assigned",
        line("numerator:"),
        ["not a sum of counts", "'closed / assigned'", "closed - late_closed"],
    ),
    ("count: late_returned", "count: late returned", line("count: late_returned"), ["not a sum of counts"]),
    (
        "all: [{count: fraud",
        "all: [{count: frauds",
        line("all: [{count: fraud"),
        ["unknown count (did you mean fraud?)", "'frauds'"],
    ),
    ("  - count: closed\n", "  - count: finished\n", line("  - count: closed"), ["unknown count", "'finished'"]),
    (
        "order: [-assigned]",
        "order: [-assignd]",
        line("order: [-assigned]"),
        ["unknown figure (did you mean assigned?)", "'assignd'"],
    ),
    (
        "{within: group, ",
        "{within: group, by: points, ",
        line("{within: group"),
        ["unknown figure", "'points'", "total, a metric"],
    ),
    ("[{of: assigned, at", "[{of: volume, at", line("[{of: assigned"), ["unknown figure", "'volume'"]),
    (
        "        marks: {streets: 10, departments: 10}",
        "        marks: {streets: 10, department: 10}",
        line("        marks: {streets"),
        ["unknown group (did you mean departments?)", "'department'"],
    ),
    (
        "      closing:\n",
        "      closing:\n        groups: [street]\n",
        line("      closing:\n") + 1,
        ["unknown group (did you mean streets?)", "'street'"],
    ),
    (
        "    at_least: 25\n    where",
        "    groups: [town]\n    at_least: 25\n    where",
        line("    at_least: 25"),
        ["unknown group", "'town'", "streets, departments"],
    ),
    ("      closing:\n", "      reworked:\n", line("      closing:\n"), ["an item's key is taken", "'reworked'"]),
    ("      closing:\n", "      total:\n", line("      closing:\n"), ["an item's key is taken", "'total'"]),
    ("      index:\n", "      closing:\n", line("      index:\n"), ["an item's key is taken", "'closing'"]),
    (
        "column: praise_score",
        "column: closed",
        line("column: praise_score"),
        ["a given score cannot stand in a count's", "'closed'"],
    ),
    ("  fraud: {zh", "  作假: {zh", line("  fraud: {zh"), ["a count cannot have this key", "'作假'"]),
    # marks
    (
        "        marks: 5\n",
        "        marks: 6\n",
        line("    marks: 15\n"),
        ["marks do not add up for group streets", "'15'", "16, the sum of its items"],
    ),
    (
        "full_marks: 30",
        "full_marks: 100",
        line("full_marks: 30"),
        ["marks do not add up for group streets", "'100'", "30, the sum of its base and dimensions"],
    ),
    (
        "        marks: {streets: 10, departments: 10}",
        "        marks: {streets: 10, departments: 9}",
        line("    marks: {streets: 10, departments: 10}\n    items"),
        ["marks do not add up for group departments", "9, the sum"],
    ),
    (
        "        marks: {streets: 10, departments: 10}",
        "        marks: {streets: 10}",
        line("        marks: {streets"),
        ["no marks for group departments", "marks for every group"],
    ),
    ("full_marks: 30\n", "", 1, ["missing key full_marks"]),
    ("base: 5", "base: -5", line("base: 5"), ["negative marks", "'-5'", "0 or more"]),
    ("        marks: 5\n", "        marks: five\n", line("        marks: 5\n"), ["not valid", "'five'", "a number"]),
    ("        marks: 10\n", "", line("      closing:\n"), ["a part of the item's marks, and it has none"]),
    ("base: 5", "base: nan", line("base: 5"), ["not valid", "finite"]),
    ("base: 5", "base: true", line("base: 5"), ["not valid"]),
    # forms of rules
    (
        "{metric: closure_rate, weight: 0.5}",
        "{metric: closure_rate, weight: 0.6}",
        line("          terms:"),
        ["the weights add up to 1.1, not to 1"],
    ),
    ("{count: late_signed, off: 0.1}", "{count: late_signed}", line("{count: late_signed"), ["either off or add"]),
    (
        "{count: late_signed, off: 0.1}",
        "{count: late_signed, off: 0.1, add: 1}",
        line("{count: late_signed"),
        ["either off or add"],
    ),
    ("{count: late_signed, off: 0.1}", "{count: late_signed, off: -0.1}", line("{count: late_signed"), ["0 or more"]),
    ("{kind: rate, metric: on_time_closure_rate}", "{kind: rate}", line("{kind: rate"), ["missing key metric"]),
    (
        "{kind: rate, metric: on_time_closure_rate}",
        "rate",
        line("{kind: rate"),
        ["key dimensions.speed.items.closing.rule", "not valid"],
    ),
    (
        "{kind: given, column: praise_score, default: none}",
        "{kind: given, column: praise_score, default: nil}",
        line("{kind: given"),
        ["'nil'", "'full', 'none' or 'missing'"],
    ),
    (
        "{kind: given, column: praise_score, default: none}",
        "{kind: rate, metric: closure_rate}",
        line("    praise:"),
        ["it has none", "marks: 10"],
    ),
    (
        "effect: last_place",
        "effect: last",
        line("effect: last_place"),
        ["'last'", "'last_place', 'lowest_grade' or 'zero_total'"],
    ),
    (
        "{count: assigned, at_least: 1, r",
        "{count: assigned, r",
        line("{count: assigned, at_least: 1"),
        ["a condition needs a bound"],
    ),
    (
        "{count: assigned, at_least: 1, r",
        "{count: assigned, metric: closure_rate, at_least: 1, r",
        line("{count: assigned, at_least: 1"),
        ["exactly one of metric, count, share, change"],
    ),
    (
        "    decimals: 1",
        "    scored_on: exactly",
        line("    decimals: 1"),
        ["not valid", "'exactly'", "'printed' or 'exact'"],
    ),
    ("    decimals: 1", "    scored_on: {digits: 1}", line("    decimals: 1"), ["unknown key", "'digits'", "decimals"]),
    (
        "  - count: closed\n",
        "  - count: ''\n",
        line("  - count: closed"),
        ["an empty sum of counts"],
    ),
    ("base: 5", "base:", line("base: 5"), ["no value; allowed: a number"]),
    # grades, lists, dates, texts
    (
        "{grade: B, at_least: 20}",
        "{grade: B, at_least: 26}",
        line("{grade: B"),
        ["grade bounds must fall", "'B'", "highest grade first"],
    ),
    (
        "{grade: B, at_least: 20}",
        "{grade: B}",
        line("{grade: B"),
        ["only the last grade may do without at_least", "'B'"],
    ),
    (
        "    at_least: 25\n    where: [{of: assigned, at_least: 10}]\n",
        "",
        line("  good:"),
        ["a list needs a threshold"],
    ),
    ("    at_least: 25\n    where", "    top: 0\n    where", line("    at_least: 25"), ["greater than 0"]),
    ("until: 2020-12-31", "until: 2019-12-31", line("valid:"), ["the last day comes before the first"]),
    ("until: 2020-12-31", "until: 2020-13-31", line("valid:"), ["'2020-13-31'", "valid date"]),
    ("title: {zh: 测试, en: made up}", "title: {zh: 测试}", 2, ["missing key en"]),
    ("title: {zh: 测试, en: made up}", "title: 测试", 2, ["'测试'", "key: value lines"]),
    ("    decimals: 1", "    decimals: 1.5", line("    decimals: 1"), ["'1.5'", "a whole number"]),
    (
        "    decimals: 1",
        "    decimals: 1\n    rounding: nearest",
        line("    decimals: 1") + 1,
        ["'nearest'", "'half_up', 'half_even', 'truncate' or 'up'"],
    ),
    ("dimensions:\n  speed", "dimensions: 5\nxxx:\n  speed", line("dimensions:\n") + 1, ["unknown key", "'xxx'"]),
    # what stands in variants is checked too, and at its own line
    ("    full_marks: 25", "    full_markz: 25", line("    full_marks: 25"), ["unknown key", "'full_markz'"]),
    ("    full_marks: 25", "    full_marks: 26", line("    full_marks: 25"), ["marks do not add up", "25, the sum"]),
    ("    full_marks: 25", "    show: [x]\n    full_marks: 25", line("    full_marks: 25"), ["unknown metric", "'x'"]),
    (
        "    full_marks: 25",
        "    ranks: null\n    full_marks: 25",
        line("    full_marks: 25"),
        ["null removes a key, but there is none"],
    ),
    (
        "  other:\n    full_marks: 25\n    base: 0\n",
        "  other: 5\n",
        line("  other:"),
        ["not valid", "key: value lines"],
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "number", "parts"), CASES, ids=[f"{new.strip()[:50]}" for _, new, _, _ in CASES]
)
def test_refused(refused: Callable[..., InputError], old: str, new: str, number: int, parts: list[str]) -> None:
    error = refused(old, new)
    text = str(error)
    assert error.exit_code == 3
    assert "scheme.yaml" in text
    for part in parts:
        assert part in text
    assert f"line {number}," in text or "top level" in text
    assert "\n" not in text


def test_a_rule_suggests_only_its_own_keys(refused: Callable[..., InputError]) -> None:
    error = refused("{kind: rate, metric: on_time_closure_rate}", "{kind: rate, metrics: on_time_closure_rate}")
    assert error.allowed == "metric (nearest); ceiling, complement, floor, kind, metric"


def test_a_sub_rule_suggests_only_its_own_keys(refused: Callable[..., InputError]) -> None:
    new = "{kind: mean_of, of: {one: {kind: rate, metric: closure_rate}, two: {kind: volume, counts: closed}}}"
    error = refused("{kind: rate, metric: on_time_closure_rate}", new)
    assert error.allowed == "count (nearest); ceiling, count, floor, full_marks_at, kind, points_per_percent, scope"
    assert error.where == f"line {line('{kind: rate')}, key dimensions.speed.items.closing.rule.of.two.counts"


def test_a_list_counts_from_one(refused: Callable[..., InputError]) -> None:
    error = refused("              off: 0.2", "              of: 0.2")
    assert error.where == f"line {line('              off: 0.2')}, key dimensions.speed.items.signing.rule.cases #2.of"


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("{kind: shortfall, metric: closure_rate, off: 1}", "either below or above"),
        ("{kind: shortfall, metric: closure_rate, below: 100, above: 5, off: 1}", "either below or above"),
        ("{kind: shortfall, below: 100, off: 1}", "exactly one of metric, count, share, change"),
        ("{kind: shortfall, metric: closure_rate, below: 100, off: 1, per: 0}", "greater than 0"),
        ("{kind: shortfall, metric: closure_rate, below: 100, off: -1}", "greater than or equal to 0"),
        (
            "{kind: shortfall, metric: closure_rate, below: 100, off: 1, counted: begun}",
            "'exact', 'started' or 'completed'",
        ),
        ("{kind: symmetric, metric: closure_rate, gain: 1}", "missing key base"),
        ("{kind: bands, metric: closure_rate, bands: [{at_least: 95}]}", "either points or share"),
        ("{kind: bands, metric: closure_rate, bands: [{at_least: 95, share: 2}]}", "between 0 and 1"),
        ("{kind: bands, metric: closure_rate, bands: []}", "at least 1 item"),
        ("{kind: condition, otherwise: 1}", "either all or any"),
        ("{kind: position, by: {metric: closure_rate}}", "either off_per_place or awards"),
        (
            "{kind: position, by: {metric: closure_rate}, awards: [1], off_per_place: 1}",
            "either off_per_place or awards",
        ),
        ("{kind: change, metric: closure_rate, measure: percent}", "percentage_points"),
        ("{kind: change, measure: percent}", "one metric or one count"),
        ("{kind: change, count: closed, measure: percent, on: last_year}", "'previous' or 'year_before'"),
        ("{kind: volume, count: closed}", "either points_per_percent or full_marks_at"),
        ("{kind: weighted_index, terms: [{metric: closure_rate, weight: 0}]}", "greater than 0"),
        ("{kind: weighted_index, terms: []}", "add up to 0"),
        ("{kind: mean_of, of: {}}", "at least 1 item"),
        ("{kind: given}", "missing key column"),
    ],
)
def test_rules_that_cannot_work(refused: Callable[..., InputError], rule: str, part: str) -> None:
    error = refused("{kind: rate, metric: on_time_closure_rate}", rule)
    assert part in str(error)
    assert f"line {line('{kind: rate')}, key dimensions.speed.items.closing.rule" in str(error)


def test_a_mean_cannot_be_deducted(refused: Callable[..., InputError]) -> None:
    rule = "{kind: mean_of, of: {a: {kind: rate, metric: closure_rate}}}"
    new = f"deductions:\n  items: {{m: {{zh: 均, en: m, marks: 2, rule: {rule}}}}}\nbonus:\n"
    assert "a deduction cannot be a mean" in str(refused("bonus:\n", new))


class TestFiles:
    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("", "the file is empty"),
            ("# nothing\n", "the file is empty"),
            ("- a\n- b\n", "line 1: not a mapping"),
            ("scheme: x\nscheme: y\n", "line 2: a key stands twice; found 'scheme'"),
            ("scheme: x\ntitle: {zh: a, zh: b}\n", "line 2: a key stands twice; found 'zh'"),
            ("scheme: x\n  title: y\n", "line 2: not valid YAML"),
            ("scheme: [x\n", "not valid YAML"),
            ("scheme: x\n", "missing key"),
        ],
    )
    def test_broken(self, tmp_path: Path, text: str, part: str) -> None:
        file = tmp_path / "scheme.yaml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_scheme(file)
        assert f"{file}" in str(caught.value)
        assert part in str(caught.value)

    def test_not_utf_8(self, tmp_path: Path) -> None:
        file = tmp_path / "scheme.yaml"
        file.write_bytes("scheme: 芙蓉".encode("gb18030"))
        with pytest.raises(InputError, match="unreadable text; allowed: UTF-8"):
            load_scheme(file)

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"none\.yaml: cannot be read \(No such file or directory\)"):
            load_scheme(tmp_path / "none.yaml")

    def test_a_directory(self, tmp_path: Path) -> None:
        (tmp_path / "d.yaml").mkdir()
        with pytest.raises(InputError, match=r"d\.yaml: cannot be read \(Is a directory\)"):
            load_scheme(tmp_path / "d.yaml")
        with pytest.raises(InputError, match="no such scheme"):
            load_scheme(tmp_path)

    @pytest.mark.parametrize("name", ["furong-2021", "furong", "", "scheme.txt", "furong-2020:"])
    def test_no_such_scheme(self, name: str) -> None:
        with pytest.raises(InputError) as caught:
            load_scheme(name)
        assert "no such scheme" in str(caught.value)
        assert all(known in str(caught.value) for known in scheme_names())

    def test_the_nearest_name(self) -> None:
        with pytest.raises(InputError, match=r"did you mean furong-202\d"):
            load_scheme("furong-2023")

    def test_no_such_variant(self) -> None:
        with pytest.raises(InputError, match="no such variant of the scheme; found 'exact'; allowed: exact_rate"):
            load_scheme("furong-2022:exact")
        with pytest.raises(InputError, match="allowed: none"):
            load_scheme("xiangtan-2019:other")
