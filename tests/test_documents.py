from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest

from hotline_analysis.documents import Document, Strict, load_document, validate
from hotline_analysis.errors import InputError

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(text: str) -> Path:
        file = tmp_path / "file.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return put


class TestYamlWithoutSurprises:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("0.1", Decimal("0.1")),
            ("-0.30", Decimal("-0.30")),
            ("7", 7),
            ("-7", -7),
            ("010101", "010101"),
            ("2022-10", "2022-10"),
            ("2022-10-01", "2022-10-01"),
            ("12:30", "12:30"),
            ("1e3", "1e3"),
            ("on", "on"),
            ("yes", "yes"),
            ("true", True),
            ("~", None),
            ("", None),
            ("null", None),
            ("1_000", "1_000"),
            ("0x10", "0x10"),
            (".inf", ".inf"),
            ("'7'", "7"),
        ],
    )
    def test_values(self, write: Write, text: str, value: object) -> None:
        found = load_document(write(f"key: {text}\n")).data["key"]
        assert found == value
        assert type(found) is type(value)

    def test_keys_are_text(self, write: Write) -> None:
        assert load_document(write("1: a\n2022-10: b\ntrue: c\n~: d\n")).data == {
            "1": "a",
            "2022-10": "b",
            "true": "c",
            "~": "d",
        }

    def test_a_byte_order_mark(self, tmp_path: Path) -> None:
        (tmp_path / "file.yaml").write_bytes(b"\xef\xbb\xbfkey: 1\n")
        assert load_document(tmp_path / "file.yaml").data == {"key": 1}

    def test_aliases(self, write: Write) -> None:
        assert load_document(write("a: &x {b: 1}\nc: *x\n")).data == {"a": {"b": 1}, "c": {"b": 1}}


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("", "the file is empty"),
            ("word", "line 1: not a mapping"),
            ("a: 1\nb: {c: 1, d: {e: 1, e: 2}}\n", "line 2: a key stands twice; found 'e'"),
            ("a:\n\t- b\n", "line 2: not valid YAML"),
            ("a: b: c\n", "line 1: not valid YAML"),
            ("a: *nothing\n", "line 1: not valid YAML"),
            ("a: 1\n---\nb: 1\n", "line 2: not valid YAML"),
            ("a: !!python/object:os.system x\n", "line 1: not valid YAML"),
            ("a: !!int x\n", "not valid YAML"),
            ("a: !!float x\n", "not valid YAML"),
            ("a: !!timestamp x\n", "not valid YAML"),
            ("a: " + "1" * 5000, "not valid YAML"),
            ("a: \x00", "not valid YAML"),
            ("a: &a [*a]\n", "nested too deeply"),
            ("a: " + "[" * 5000, "nested too deeply"),
            ("? [a, b]\n: c\n", "line 1: a key is not a word"),
        ],
    )
    def test_one_message(self, write: Write, text: str, part: str) -> None:
        file = write(text)
        with pytest.raises(InputError) as caught:
            load_document(file)
        assert str(caught.value).startswith(str(file))
        assert part in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_aliases_of_aliases(self, write: Write) -> None:
        letters = "abcdefgh"
        lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
        lines += [f"{one}: &{one} [{', '.join([f'*{two}'] * 10)}]" for two, one in pairwise(letters)]
        with pytest.raises(InputError, match="more than 200000 keys"):
            load_document(write("\n".join(lines)))


class Inner(Strict):
    kind: Literal["inner"]
    size: int = 0


class Outer(Strict):
    name: str
    parts: tuple[Inner, ...] = ()
    price: Decimal | dict[str, Decimal] = Decimal(0)


class TestValidate:
    @staticmethod
    def error(write: Write, text: str) -> InputError:
        with pytest.raises(InputError) as caught:
            validate(Outer, load_document(write(text)))
        return caught.value

    def test_good(self, write: Write) -> None:
        found = validate(Outer, load_document(write("name: a\nparts: [{kind: inner, size: 3}]\nprice: {x: 0.1}\n")))
        assert found.parts[0].size == 3
        assert found.price == {"x": Decimal("0.1")}

    def test_an_unknown_key(self, write: Write) -> None:
        error = self.error(write, "name: a\nparts:\n  - kind: inner\n  - kind: inner\n    sizes: 3\n")
        assert (error.where, error.value) == ("line 5, key parts #2.sizes", "sizes")
        assert error.allowed == "size (nearest); kind, size"

    def test_a_missing_key(self, write: Write) -> None:
        assert str(self.error(write, "price: 1\n")).endswith("file.yaml, top level: missing key name")
        assert self.error(write, "name: a\nparts:\n  - size: 3\n").where == "line 3, key parts #1"

    def test_a_wrong_value_in_a_union(self, write: Write) -> None:
        error = self.error(write, "name: a\nprice:\n  x: much\n")
        assert (error.where, error.value, error.allowed) == ("line 3, key price.x", "much", "a number")

    def test_data_made_of_the_document(self, write: Write) -> None:
        document = load_document(write("a: 1\n"))
        with pytest.raises(InputError, match="missing key name"):
            validate(Outer, document, {})


def test_where_falls_back_on_the_nearest_known_place() -> None:
    document = Document(Path("f.yaml"), {}, {("a",): 3, ("a", "b"): 4})
    assert document.where(("a", "b", "c", 0)) == "line 4, key a.b.c #1"
    assert document.where(("x",)) == "key x"
    assert document.where(()) == "top level"


def test_origins_name_another_file() -> None:
    document = Document(Path("own.yaml"), {}, {("a",): 3, ("b",): 1}, {("a",): Path("base.yaml")})
    assert document.error("wrong", ("a", "x")).file == "base.yaml"
    assert document.error("wrong", ("b",)).file == "own.yaml"


def test_documents_do_not_change() -> None:
    part: Any = Inner(kind="inner")
    with pytest.raises(ValueError, match="frozen"):
        part.size = 3
