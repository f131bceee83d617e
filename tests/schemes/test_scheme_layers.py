"""Extends and variants: one scheme laid over another."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.schemes import load_scheme, scheme_names
from hotline_analysis.schemes.finding import scheme_files

BASE = """\
scheme: base
title: {zh: 基, en: base}
source: made up
full_marks: 10
dimensions:
  d:
    zh: 维
    en: d
    marks: 10
    items:
      one:
        zh: 一
        en: one
        marks: 4
        rule: {kind: per_case, cases: [{count: late_signed, off: 0.1}], at_most: 3}
      two:
        zh: 二
        en: two
        marks: 6
        rule: {kind: rate, metric: closure_rate}
participation: [{count: closed, at_least: 1, reason: {zh: 无, en: none}}]
variants:
  strict:
    participation: [{count: closed, at_least: 10, reason: {zh: 少, en: few}}]
"""

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(name: str, text: str) -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    put("base.yaml", BASE)
    return put


class TestExtends:
    def test_mappings_are_laid_over_each_other_and_lists_replaced(self, write: Write) -> None:
        own = (
            "extends: base.yaml\nscheme: own\n"
            "dimensions: {d: {items: {one: {rule: {cases: [{count: late_signed, off: 0.5}]}}}}}\n"
            "participation: []\n"
        )
        scheme = load_scheme(write("own.yaml", own))
        rule = scheme.dimensions["d"].items["one"].rule
        assert (scheme.scheme, scheme.title.en, scheme.extends) == ("own", "base", "base.yaml")
        assert (rule.cases[0].off, rule.at_most) == (Decimal("0.5"), 3)
        assert scheme.participation == ()
        assert list(scheme.dimensions["d"].items) == ["one", "two"]

    def test_null_removes(self, write: Write) -> None:
        own = "extends: base.yaml\ndimensions: {d: {items: {one: null, two: {marks: 10}}}}\n"
        assert list(load_scheme(write("own.yaml", own)).dimensions["d"].items) == ["two"]

    def test_another_kind_replaces_the_whole_rule(self, write: Write) -> None:
        own = "extends: base.yaml\ndimensions: {d: {items: {one: {rule: {kind: given, column: hand}}}}}\n"
        assert load_scheme(write("own.yaml", own)).dimensions["d"].items["one"].rule.kind == "given"

    def test_a_built_in_scheme(self, write: Write) -> None:
        scheme = load_scheme(write("own.yaml", "extends: yunxi-2022\nscheme: own\nranking: {within: all}\n"))
        assert scheme.ranking.within == "all"
        assert scheme.ranking.order == ("-assigned",)

    def test_a_variant_of_a_scheme(self, write: Write) -> None:
        own = load_scheme(write("own.yaml", "extends: base.yaml:strict\nscheme: own\n"))
        assert own.participation[0].at_least == 10
        assert load_scheme(write("two.yaml", "extends: yunxi-2022:as_printed\nscheme: own\n")).no_denominator == "zero"

    def test_variants_are_inherited(self, write: Write) -> None:
        file = write("own.yaml", "extends: base.yaml\nscheme: own\n")
        assert load_scheme(f"{file}:strict").participation[0].at_least == 10

    def test_a_file_beside_the_scheme_not_beside_the_reader(
        self, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = write("own.yaml", "extends: base.yaml\n")
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        assert load_scheme(file).scheme == "base"
        assert load_scheme("own.yaml", beside=tmp_path).scheme == "base"

    def test_three_storeys(self, write: Write) -> None:
        write("middle.yaml", "extends: base.yaml\nscheme: middle\nbase: 5\nfull_marks: 15\n")
        scheme = load_scheme(write("own.yaml", "extends: middle.yaml\nscheme: own\ntitle: {en: own}\n"))
        assert (scheme.full_marks, scheme.title.zh, scheme.title.en) == (15, "基", "own")


class TestErrorsNameTheFileAndLineWhereTheMistakeStands:
    def test_in_the_own_file(self, write: Write) -> None:
        file = write("own.yaml", "extends: base.yaml\nscheme: own\n\ndimensions:\n  d: {marks: 11}\n")
        with pytest.raises(InputError) as caught:
            load_scheme(file)
        assert caught.value.file == str(file)
        assert caught.value.where == "line 5, key dimensions.d.marks"

    def test_in_the_other_file(self, write: Write, tmp_path: Path) -> None:
        write("base.yaml", BASE.replace("closure_rate", "closing_rate"))
        with pytest.raises(InputError) as caught:
            load_scheme(write("own.yaml", "extends: base.yaml\nscheme: own\n"))
        assert caught.value.file == str(tmp_path / "base.yaml")
        assert caught.value.where == "line 20, key dimensions.d.items.two.rule.metric"

    def test_what_is_replaced_leaves_no_line_behind(self, write: Write) -> None:
        own = "extends: base.yaml\nscheme: own\n\nparticipation: [{count: closed, reason: {zh: 无, en: none}}]\n"
        file = write("own.yaml", own)
        with pytest.raises(InputError, match="line 4, key participation #1: a condition needs a bound"):
            load_scheme(file)
        file = write(
            "own.yaml", "extends: base.yaml\nscheme: own\n\ndimensions: {d: {items: {two: {rule: {kind: rate}}}}}\n"
        )
        assert load_scheme(file).dimensions["d"].items["two"].rule.metric == "closure_rate"
        file = write(
            "own.yaml", "extends: base.yaml\nscheme: own\n\ndimensions: {d: {items: {two: {rule: {kind: given}}}}}\n"
        )
        with pytest.raises(InputError) as caught:
            load_scheme(file)
        assert caught.value.where == "line 4, key dimensions.d.items.two.rule"

    def test_in_a_variant(self, write: Write) -> None:
        file = write("base.yaml", BASE + "  broken:\n    dimensions: {d: {items: {two: {rule: {metrik: x}}}}}\n")
        with pytest.raises(InputError) as caught:
            load_scheme(file)
        assert caught.value.where == "line 26, key dimensions.d.items.two.rule.metrik"
        assert "metric (nearest)" in str(caught.value)

    def test_nothing_to_remove(self, write: Write) -> None:
        with pytest.raises(InputError) as caught:
            load_scheme(write("own.yaml", "extends: base.yaml\nscheme: own\ndimensions: {d: {items: {on: null}}}\n"))
        assert "line 3, key dimensions.d.items.on: null removes a key, but there is none" in str(caught.value)

    @pytest.mark.parametrize("parent", ["own.yaml", "./own.yaml", "middle.yaml"])
    def test_schemes_that_extend_each_other(self, write: Write, parent: str) -> None:
        write("middle.yaml", "extends: own.yaml\n")
        with pytest.raises(InputError, match="line 1, key extends: schemes extend each other"):
            load_scheme(write("own.yaml", f"extends: {parent}\n"))

    @pytest.mark.parametrize(
        ("parent", "part"),
        [
            ("nothing.yaml", "nothing.yaml: cannot be read"),
            ("furong-2021", "line 1, key extends: no such scheme (did you mean furong-202"),
            ("base", "line 1, key extends: no such scheme"),
            ("[a, b]", "line 1, key extends: not valid"),
            ("base.yaml:strickt", "no such variant of the scheme; found 'strickt'; allowed: strict"),
        ],
    )
    def test_nothing_to_extend(self, write: Write, parent: str, part: str) -> None:
        with pytest.raises(InputError) as caught:
            load_scheme(write("own.yaml", f"extends: {parent}\nscheme: own\n"))
        assert part in str(caught.value)

    def test_variants_that_are_no_mapping(self, write: Write) -> None:
        file = write("base.yaml", BASE[: BASE.index("variants:")] + "variants: [strict]\n")
        with pytest.raises(InputError, match=r"line 22, key variants: not valid; allowed: key: value lines"):
            load_scheme(file)
        with pytest.raises(InputError, match="no such variant"):
            load_scheme(f"{file}:strict")


@pytest.mark.parametrize("name", scheme_names())
def test_built_in_schemes_say_where_they_come_from(name: str) -> None:
    scheme = load_scheme(name)
    assert scheme.scheme == name
    assert scheme.source
    assert scheme.valid.from_ is not None
    for variant in scheme.variants:
        assert load_scheme(f"{name}:{variant}").scheme == name


def test_the_five_are_there() -> None:
    assert scheme_names() == ("furong-2020", "furong-2022", "xiangtan-2019", "yueyang-2017", "yunxi-2022")


def test_the_files_a_scheme_is_made_of(write: Write, tmp_path: Path) -> None:
    write("middle.yaml", "extends: base.yaml:strict\n")
    names = [file.resolve() for file in scheme_files(write("own.yaml", "extends: middle.yaml\n"))]
    assert names == [tmp_path.resolve() / f"{name}.yaml" for name in ("own", "middle", "base")]
