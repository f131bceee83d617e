"""Grades: how many units in each, who changed since the period before."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.language import msgid
from hotline_analysis.report.sections.base import Section
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
        writer, source, label, header = data.writer(key), data.by_scheme, data.label, data.language.header
        names = [data.language.grade(g) for g in grades]
        numbers = [
            writer.whole(
                f"{g}.units",
                label("{grade}单位数", grade=name),
                sum(x == g for x in now.values()),
                source=source,
                unit="家",
            )
            for g, name in zip(grades, names, strict=True)
        ]
        taking = Fraction(len(now))
        shares = [
            writer.share(f"{g}.share", label("{grade}单位占参评单位", grade=name), number.value, taking, source=source)
            for g, name, number in zip(grades, names, numbers, strict=True)
        ]
        total = writer.whole("units", label("参评单位数"), len(now), source=source, unit="家")
        hundred = writer.share("share", label("参评单位合计"), taking, taking, source=source)
        columns = [
            Column(header(label("单位数"), "家"), [*numbers, total]),
            Column(header(label("占参评单位"), "%"), [*shares, hundred]),
        ]
        said = [
            data.say("grades.share", grade=name, number=number, share=share)
            for name, number, share in zip(names, numbers, shares, strict=True)
            if number.value
        ]
        lead = data.sentence("grades.lead", total=total, said=data.language.points(said))
        stub = [*map(data.language.capital, names), label("合计")]
        table = TableSpec(key, label("综合评价等级分布"), label("等级"), stub, columns, frozenset({len(grades)}))
        return [lead, draw(table)] if now else [data.sentence("grades.none")]

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
        grade = data.language.grade(self.names_from)
        number = data.writer(key).whole(
            "low.units", data.label("{grade}及以下单位数", grade=grade), len(units), source=data.by_scheme, unit="家"
        )
        kept, small = _nameable(data, key, units)
        names = data.language.listed(
            data.say("grades.unit", unit=unit, grade=data.language.grade(now[unit])) for unit in kept
        )
        said = data.language.clauses(part for part in (names, small) if part) or data.say("units.none")
        return [data.sentence("grades.low", grade=grade, number=number, units=said)]

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
        said = [
            self._moved(data, key, [unit for unit, steps in moved.items() if steps * sign > 0], known, now, sign)
            for sign in (1, -1)
        ]
        blocks: list[Block] = [
            data.sentence("grades.changes", before=data.previous_name, said=data.language.points(said))
        ]
        if len(known) < len(now):
            writer, source = data.writer(key), data.label("与上期等级比较")
            taking = writer.whole("units", data.label("参评单位数"), len(now), source=data.by_scheme, unit="家")
            label = data.label("有上期等级可比的单位数")
            compared = writer.whole("compared", label, len(known), source=source, unit="家")
            blocks.append(data.note("grades.compared", taking=taking, compared=compared, before=data.previous_name))
        return blocks

    def _moved(
        self,
        data: ReportData,
        key: str,
        units: list[str],
        known: Mapping[str, str],
        now: Mapping[str, str],
        sign: int,
    ) -> Markup:
        """Say which units rose (or fell), and from which grade to which."""
        way, label = ("rose", msgid("等级上升的单位数")) if sign > 0 else ("fell", msgid("等级下降的单位数"))
        number = data.writer(key).whole(
            f"moved.{sign}", data.label(label), len(units), source=data.label("与上期等级比较"), unit="家"
        )
        kept, small = _nameable(data, key, units, f"moved.{sign}")
        grade = data.language.grade
        names = data.language.listed(
            data.say(f"grades.unit_{way}", unit=u, before=grade(known[u]), now=grade(now[u])) for u in kept
        )
        parts = data.language.clauses(part for part in (names, small) if part)
        return data.say(f"grades.{way}", number=number) + (data.say("units.behind", units=parts) if units else "")


def _nameable(data: ReportData, key: str, units: list[str], name: str = "") -> tuple[list[str], Markup]:
    known = data.scores.units
    kept, words = nameable(data, key, [known.index(unit) for unit in units], key=name)
    return [known[i] for i in kept], words
