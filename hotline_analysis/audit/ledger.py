"""Where checks write down what they saw; rounded figures are judged together at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from hotline_analysis.audit.findings import Agreement, Finding, Where
from hotline_analysis.cases.model import Kind, Severity
from hotline_analysis.exact import Rounding, printed, rounded

MODES: tuple[Rounding, ...] = ("half_up", "half_even", "truncate")
MODES_ZH = {"half_up": "四舍五入", "half_even": "四舍六入五成双", "truncate": "截尾"}


@dataclass(frozen=True)
class Figure:
    """A printed figure beside its exact value (or several exact values, one of which it should be).

    ``note`` and ``note_zh`` say what would repair the figure; ``closing`` says that the figure is a share whose list
    adds up to exactly 100, so that its last digit may have been moved; ``implied`` replaces the list of exact values
    where that needs more words.
    """

    rule: str
    kind: Kind
    where: Where
    printed: str
    value: Fraction
    exact: tuple[Fraction, ...]
    decimals: int
    severity: Severity = "hard"
    why: str = "the counts give another figure"
    why_zh: str = "与所列数量计算结果不符"
    note: str = ""
    note_zh: str = ""
    closing: bool = False
    implied: str = ""

    def modes(self) -> frozenset[Rounding]:
        """Return the ways of rounding that give the printed figure."""
        return frozenset(
            mode for mode in MODES for exact in self.exact if rounded(exact, self.decimals, mode) == self.value
        )


@dataclass
class Ledger:
    """Collects findings and agreements of one audit."""

    findings: list[Finding] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def agree(self, rule: str, kind: Kind, where: Where, printed: str) -> None:
        """Note a check that found nothing wrong."""
        self.agreements.append(Agreement(rule, kind, where, printed))

    def find(
        self,
        rule: str,
        kind: Kind,
        severity: Severity,
        where: Where,
        *,
        printed: str,
        implied: str,
        why: str,
        why_zh: str,
    ) -> None:
        """Note a finding."""
        self.findings.append(Finding(rule, kind, severity, where, printed, implied, why, why_zh))

    def settle(self) -> Rounding:
        """Judge all rounded figures by the rounding that most of them follow, and return that rounding."""
        mode = usual_mode(self.figures)
        for figure in self.figures:
            self._judge(figure, mode)
        self.figures.clear()
        return mode

    def _judge(self, figure: Figure, usual: Rounding) -> None:
        modes = figure.modes()
        if usual in modes:
            self.agree(figure.rule, figure.kind, figure.where, figure.printed)
            return
        implied = figure.implied or " or ".join(
            dict.fromkeys(_shown(exact, figure.decimals, usual) for exact in figure.exact)
        )
        severity, why, why_zh = figure.severity, figure.why, figure.why_zh
        if modes and severity == "hard":
            other = next(mode for mode in MODES if mode in modes)
            severity = "soft"
            why = f"follows only {words(other)}; most figures of this bulletin follow {words(usual)}"
            why_zh = f"按{MODES_ZH[other]}得出，其余多按{MODES_ZH[usual]}"
        elif figure.closing and _last_digit(figure):
            severity = "soft"
            why, why_zh = "no rounding gives it; it makes the shares add up to 100", "末位经调整，使占比合计为100%"
        self.find(
            figure.rule,
            figure.kind,
            severity,
            figure.where,
            printed=figure.printed,
            implied=implied,
            why=f"{why}; {figure.note}" if figure.note else why,
            why_zh=f"{why_zh}；{figure.note_zh}" if figure.note_zh else why_zh,
        )


def usual_mode(figures: Iterable[Figure]) -> Rounding:
    """Return the rounding that reproduces most figures; half up where several do equally well."""
    tally = Counter(mode for figure in figures for mode in figure.modes())
    return max(MODES, key=lambda mode: (tally[mode], -MODES.index(mode)))


def words(mode: Rounding) -> str:
    """Name a rounding in English."""
    return {"half_up": "rounding half up", "half_even": "rounding half to even", "truncate": "truncation"}[mode]


def show(value: Fraction, decimals: int = 2, mode: Rounding = "half_up") -> str:
    """Print an exact value, without trailing zeros."""
    return printed(rounded(value, decimals, mode), trim=True)


def _shown(value: Fraction, decimals: int, mode: Rounding) -> str:
    """Print what a figure should be: with its own decimals, or with two where it was printed whole and is not."""
    return printed(rounded(value, decimals, mode)) if decimals else show(value, 2, mode)


def decimals_of(figure: str) -> int:
    """Count the digits after the point of a printed figure."""
    return len(figure.strip().rstrip("%％").partition(".")[2])


def _last_digit(figure: Figure) -> bool:
    step = Fraction(1, 10**figure.decimals)
    return any(abs(figure.value - Fraction(rounded(exact, figure.decimals))) <= step for exact in figure.exact)
