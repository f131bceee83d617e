"""Work out an expression for a case, exactly."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from hotline_analysis.audit.language import functions, sets  # noqa: F401 - they register themselves
from hotline_analysis.audit.language.parse import LanguageError, unknown
from hotline_analysis.audit.language.registry import FUNCTIONS
from hotline_analysis.audit.language.rows import Row, Rows
from hotline_analysis.audit.language.values import Missing, Names, Number, Text, Truth, Value
from hotline_analysis.cases import Case
from hotline_analysis.exact import to_fraction

_ARITHMETIC: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ORDER: dict[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True)
class Scope:
    """What names mean at one place: the row being looked at, the claim's own row, the claim's own unit.

    Examples
    --------
    >>> from hotline_analysis.audit.language import Row
    >>> Scope(this=Row("甲局", "units.csv", {"signed": "12"})).this.name
    '甲局'
    """

    row: Row | None = None
    this: Row | None = None
    unit_name: str | None = None


class Evaluator:
    """Evaluates expressions over the tables and figures of one case.

    Parameters
    ----------
    case : Case
    tables : mapping of str to Rows

    Examples
    --------
    >>> from hotline_analysis.audit.language import parse, rows_of
    >>> from hotline_analysis.cases import load_case
    >>> case = load_case("furong-2020-03")
    >>> evaluator = Evaluator(case, rows_of(case))
    >>> evaluator.evaluate(parse("sum(units.signed)"), Scope())
    Number(value=Fraction(2172, 1), printed=None)
    >>> evaluator.number(parse("2044 / 2050 * 100"), Scope()).value.__round__(2)
    Fraction(9971, 100)
    >>> table = evaluator.table(parse("units"))
    >>> row, large = table.rows[0], parse("signed >= 100")
    >>> evaluator.holds(large, table, row, Scope()), len(evaluator.matching(table, [large], Scope()))
    (True, 5)
    >>> evaluator.in_row(parse("signed"), table, row, Scope()), evaluator.row_name(parse("定王台街道"), Scope())
    (Number(value=Fraction(117, 1), printed='117'), ('定王台街道', True))
    >>> evaluator.compare(parse("1 < 2"), Scope())
    Truth(holds=True)
    """

    def __init__(self, case: Case, tables: dict[str, Rows]) -> None:
        self.case = case
        self.tables = tables

    def evaluate(self, node: ast.expr, scope: Scope) -> Value:
        """Return the value of a checked expression.

        Raises
        ------
        LanguageError
            For an unknown function, table, column, row or figure, or operands that do not go together.
        NotInTable
            For a printed unit name without a row.
        """
        if isinstance(node, ast.Constant):
            return Text(node.value) if isinstance(node.value, str) else _literal(node)
        if isinstance(node, ast.Name):
            return self._name(node.id, scope)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, scope)
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)
            if node.func.id not in FUNCTIONS:
                raise unknown("function", node.func.id, FUNCTIONS)
            return FUNCTIONS[node.func.id](self, node.args, scope)
        if isinstance(node, ast.Compare):
            return self.compare(node, scope)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node, scope)
        assert isinstance(node, ast.BinOp)
        return self._arithmetic(node, scope)

    def table(self, node: ast.expr) -> Rows:
        """Return the table that an argument names."""
        if not isinstance(node, ast.Name):
            raise LanguageError("a table is named by its key", value=ast.unparse(node), allowed=", ".join(self.tables))
        if node.id not in self.tables:
            raise unknown("table", node.id, self.tables)
        return self.tables[node.id]

    def matching(self, table: Rows, conditions: list[ast.expr], scope: Scope) -> list[Row]:
        """Return the rows that fulfil every condition."""
        return [row for row in table.rows if all(self.holds(test, table, row, scope) for test in conditions)]

    def holds(self, test: ast.expr, table: Rows, row: Row, scope: Scope) -> bool:
        """Whether a row fulfils a condition; an empty cell fulfils none."""
        value = self.in_row(test, table, row, scope)
        if not isinstance(value, Truth):
            raise LanguageError("not a condition", value=ast.unparse(test), allowed="a comparison or missing(column)")
        return value.holds

    def in_row(self, node: ast.expr, table: Rows, row: Row, scope: Scope) -> Value:
        """Evaluate an expression in which bare names are columns of the row."""
        return self.evaluate(node, replace(scope, row=row))

    def number(self, node: ast.expr, scope: Scope) -> Number | Missing:
        """Evaluate what has to be a number."""
        value = self.evaluate(node, scope)
        if isinstance(value, Number | Missing):
            return value
        raise LanguageError("not a number", value=ast.unparse(node))

    def row_name(self, node: ast.expr, scope: Scope) -> tuple[str, bool]:
        """Return the name of a row, and whether the expression spells it out."""
        if isinstance(node, ast.Name) and node.id not in ("unit", "unit_name"):
            return self.case.canonical(node.id), True
        value = self.evaluate(node, scope)
        if not isinstance(value, Text):
            raise LanguageError("not the name of a row", value=ast.unparse(node))
        return self.case.canonical(value.text), isinstance(node, ast.Constant)

    def compare(self, node: ast.Compare, scope: Scope) -> Truth:
        """Compare two values; a comparison with an empty cell never holds."""
        left, test = self.evaluate(node.left, scope), node.ops[0]
        right = self.evaluate(node.comparators[0], scope)
        if isinstance(left, Missing) or isinstance(right, Missing):
            return Truth(False)
        if isinstance(left, Text) and isinstance(right, Names):
            inside = left.text in right.names
            return Truth(inside if isinstance(test, ast.In) else not inside)
        if isinstance(left, Number) and isinstance(right, Number) and type(test) in _ORDER:
            return Truth(_ORDER[type(test)](left.value, right.value))
        if isinstance(left, Text) and isinstance(right, Text) and isinstance(test, ast.Eq | ast.NotEq):
            return Truth((left.text == right.text) == isinstance(test, ast.Eq))
        raise LanguageError("these cannot be compared", value=ast.unparse(node))

    def _name(self, name: str, scope: Scope) -> Value:
        if scope.row is not None and name in scope.row.cells:
            return scope.row.value(name)
        if scope.row is not None and name == "unit":
            return Text(scope.row.name)
        if name == "unit_name" and scope.unit_name is not None:
            return Text(scope.unit_name)
        fact = self.case.facts.get(name) or self.case.thresholds.get(name)
        if fact is not None:
            return Text(fact.value) if fact.number is None else Number(fact.number, fact.value)
        units = self.case.lists.get(name) or self.case.sets.get(name)
        if units is not None:
            return Names(tuple(self.case.canonical(unit) for unit in units))
        known = [*self.case.facts, *self.case.thresholds, *self.case.lists, *self.case.sets]
        raise unknown("figure, list or column", name, [*known, *(scope.row.cells if scope.row else ())])

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        assert isinstance(node.value, ast.Name)
        if node.value.id != "this":
            raise LanguageError("a column is many values", value=ast.unparse(node), allowed=f"sum({ast.unparse(node)})")
        if scope.this is None:
            raise LanguageError("there is no row here that this could mean", value=ast.unparse(node))
        if node.attr not in scope.this.cells:
            raise unknown("column", node.attr, scope.this.cells)
        return scope.this.value(node.attr)

    def _unary(self, node: ast.UnaryOp, scope: Scope) -> Value:
        value = self.evaluate(node.operand, scope)
        if isinstance(node.op, ast.Not) and isinstance(value, Truth):
            return Truth(not value.holds)
        if isinstance(node.op, ast.USub) and isinstance(value, Number):
            return Number(-value.value)
        raise LanguageError("these do not go together", value=ast.unparse(node))

    def _arithmetic(self, node: ast.BinOp, scope: Scope) -> Number | Missing:
        left, right = self.number(node.left, scope), self.number(node.right, scope)
        if isinstance(left, Missing) or isinstance(right, Missing):
            return Missing()
        if isinstance(node.op, ast.Div) and not right.value:
            return Missing()
        return Number(_ARITHMETIC[type(node.op)](left.value, right.value))


def _literal(node: ast.Constant) -> Number:
    """Read a number exactly; the parser has no other decimals than those Python prints shortest."""
    return Number(to_fraction(repr(node.value)), repr(node.value))
