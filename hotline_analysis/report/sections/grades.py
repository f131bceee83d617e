"""Grades: how many units in each, who changed since the period before."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.phrases import listed, previous_name
from hotline_analysis.report.sections.base import Section, sentence
from hotline_analysis.report.sections.counted import columns_of, once
from hotline_analysis.report.small_numbers import nameable
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.schemes.model import GradeBand


class GradesSection(Section):
    """Units by grade as shares of the units that were graded, and changes of grade.

    The grades before come from the previous period's data, or from a table ``before`` with the columns ``unit`` and
    ``grade``, which may cover some units only.
    """

    section: Literal["grades"]
    before: str | None = None
    names_from: str | None = None

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        grades, now = self._order(data), self._now(data)
        found: list[Block] = [*self._distribution(data, key, grades, now), *self._low(data, key, grades, now)]
        before = self._before(data)
        if before:
            found += self._changes(data, key, grades, now, before)
        return found

    def _order(self, data: ReportData) -> list[str]:
        bands: tuple[GradeBand, ...] = ()
        for part in data.scheme.grades.values() if isinstance(data.scheme.grades, dict) else [data.scheme.grades]:
            bands += part
        if not bands:
            raise InputError(
                "the scheme gives no grades",
                file=data.scheme.scheme,
                where="section grades",
                allowed="grades in the scheme",
            )
        return list(dict.fromkeys(band.grade for band in bands))

    def _now(self, data: ReportData) -> dict[str, str]:
        return {u: g for u, g in zip(data.scores.units, data.scores.placing.grades, strict=True) if g is not None}

    def _before(self, data: ReportData) -> Mapping[str, str]:
        if self.before is not None:
            frame = columns_of(data.case, self.before, "unit", "grade")
            units = [data.case.canonical(unit) for unit in frame["unit"]]
            once(units, file=data.case.files(self.before)[0].label)
            return dict(zip(units, frame["grade"], strict=True))
        if data.previous is None:
            return {}
        scores = data.previous.scores
        return {u: g for u, g in zip(scores.units, scores.placing.grades, strict=True) if g is not None}

    def _distribution(self, data: ReportData, key: str, grades: list[str], now: dict[str, str]) -> list[Block]:
        writer, source = data.writer(key), f"考核办法 {data.scheme.scheme}"
        numbers = [
            writer.whole(
                f"{g}.units", f"{grade_name(g)}单位数", sum(x == g for x in now.values()), source=source, unit="家"
            )
            for g in grades
        ]
        shares = [
            writer.share(
                f"{g}.share", f"{grade_name(g)}单位占参评单位", number.value, Fraction(len(now)), source=source
            )
            for g, number in zip(grades, numbers, strict=True)
        ]
        total = writer.whole("units", "参评单位数", len(now), source=source, unit="家")
        hundred = writer.share("share", "参评单位合计", Fraction(len(now)), Fraction(len(now)), source=source)
        columns = [Column("单位数（家）", [*numbers, total]), Column("占参评单位（%）", [*shares, hundred])]
        names = [grade_name(g) for g in grades]
        said = [
            Markup("{}{}，占{}").format(name, number, share)
            for name, number, share in zip(names, numbers, shares, strict=True)
            if number.value
        ]
        lead = sentence("参评单位{total}，其中{said}。", total=total, said=Markup("；").join(said))
        table = TableSpec(key, "综合评价等级分布", "等级", [*names, "合计"], columns, frozenset({len(grades)}))
        return [lead, draw(table)] if now else [sentence("本期无参评单位。")]

    def _low(self, data: ReportData, key: str, grades: list[str], now: dict[str, str]) -> list[Block]:
        if self.names_from is None:
            return []
        if self.names_from not in grades:
            raise InputError(
                "no such grade",
                where="section grades, key names_from",
                value=self.names_from,
                allowed=", ".join(grades),
            )
        low = grades[grades.index(self.names_from) :]
        units = sorted((unit for unit, grade in now.items() if grade in low), key=lambda u: low.index(now[u]))
        number = data.writer(key).whole(
            "low.units",
            f"{grade_name(self.names_from)}及以下单位数",
            len(units),
            source=f"考核办法 {data.scheme.scheme}",
            unit="家",
        )
        kept, small = _nameable(data, key, units)
        names = listed(Markup("{}（{}）").format(unit, grade_name(now[unit])) for unit in kept)
        said = Markup("，").join(part for part in (names, small) if part) or Markup("无")
        return [
            sentence(
                "考核等级在{grade}及以下的单位{number}：{units}。",
                grade=grade_name(self.names_from),
                number=number,
                units=said,
            )
        ]

    def _changes(
        self, data: ReportData, key: str, grades: list[str], now: dict[str, str], before: Mapping[str, str]
    ) -> list[Block]:
        known = {unit: grade for unit, grade in before.items() if unit in now}
        unknown = sorted(set(known.values()) - set(grades))
        if unknown:
            raise InputError(
                "unknown grade before", where="section grades", value=unknown[0], allowed=", ".join(grades)
            )
        moved = {unit: grades.index(grade) - grades.index(now[unit]) for unit, grade in known.items()}
        said = []
        for word, sign in (("上升", 1), ("下降", -1)):
            units = [unit for unit, steps in moved.items() if steps * sign > 0]
            number = data.writer(key).whole(
                f"moved.{sign}", f"等级{word}的单位数", len(units), source="与上期等级比较", unit="家"
            )
            kept, small = _nameable(data, key, units, f"moved.{sign}")
            names = listed(
                Markup("{}由{}{}为{}").format(u, grade_name(known[u]), "升" if sign > 0 else "降", grade_name(now[u]))
                for u in kept
            )
            parts = Markup("，").join(part for part in (names, small) if part)
            said.append(
                Markup("等级{}{}").format(word, number) + (Markup("：{}").format(parts) if units else Markup(""))
            )
        blocks: list[Block] = [
            sentence("与{before}相比，{said}。", before=previous_name(data.period), said=Markup("；").join(said))
        ]
        if len(known) < len(now):
            writer, source = data.writer(key), "与上期等级比较"
            taking = writer.whole("units", "参评单位数", len(now), source=f"考核办法 {data.scheme.scheme}", unit="家")
            compared = writer.whole("compared", "有上期等级可比的单位数", len(known), source=source, unit="家")
            text = Markup("参评单位{}，其中{}有{}等级可比。")
            blocks.append(Note(text.format(taking, compared, previous_name(data.period))))
        return blocks


def _nameable(data: ReportData, key: str, units: list[str], name: str = "") -> tuple[list[str], Markup]:
    known = data.scores.units
    kept, words = nameable(data, key, [known.index(unit) for unit in units], key=name)
    return [known[i] for i in kept], words


def grade_name(grade: str) -> str:
    """Name a grade in running text: a letter is a class (A类), a word such as 优秀 stands by itself.

    Examples
    --------
    >>> grade_name("A"), grade_name("优秀")
    ('A类', '优秀')
    """
    return f"{grade}类" if grade.isascii() else grade
