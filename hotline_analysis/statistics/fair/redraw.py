"""Unit tables drawn again: what chance alone could have done to a unit's counts, its volume being what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from hotline_analysis.metrics import counts
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.model import Scheme
from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.float_context import as_column
from hotline_analysis.statistics.fair.implied import WHOLE, implied_revisited

# Volumes: what came to a unit, and whom the office called. They are taken as they are.
VOLUMES = ("received", "assigned", "signed", "contacted", "revisited", "revisit_unanswered", "calls", "calls_valid")
# Answers that exclude each other; what is left over is a further one.
EXCLUSIVE = (
    ("signed_on_time", "late_signed"),
    ("contacted_on_time", "late_contacted"),
    ("closed_on_time", "late_closed"),
    ("satisfied", "rather_satisfied", "dissatisfied"),
    ("resolved", "unresolved"),
)
# Of what a count is a part; the first that the table has and that is nowhere exceeded.
WHOLES: Mapping[str, tuple[str, ...]] = {
    "signed_on_time": ("signed", "assigned"),
    "late_signed": ("signed", "assigned"),
    "contacted_on_time": ("contacted", "signed"),
    "late_contacted": ("contacted", "signed", "assigned"),
    "closed": ("assigned", "signed"),
    "closed_on_time": ("closed", "assigned"),
    "late_closed": ("closed", "assigned", "signed"),
    "overdue": ("closed", "assigned"),
    "extension": ("closed", "signed", "assigned"),
    "extension_asked": ("closed", "signed", "assigned"),
    "extension_rejected": ("closed", "signed", "assigned"),
    "returned": ("assigned", "signed"),
    "late_returned": ("signed", "assigned"),
    "return_rejected": ("returned", "signed", "assigned"),
    "reworked": ("closed", "assigned", "signed"),
    "reassigned": ("assigned", "signed"),
    "supervised": ("assigned", "signed"),
    "supervised_by_phone": ("assigned", "signed"),
    "supervised_in_writing": ("assigned", "signed"),
    "satisfied": ("revisited",),
    "rather_satisfied": ("revisited",),
    "dissatisfied": ("revisited",),
    "resolved": ("revisited",),
    "unresolved": ("revisited",),
    "unanswered_to_citizen": ("revisited", "closed"),
}


class Redraw:
    """Draws the counts that a scheme reads.

    Every count that is a part of another is drawn from a binomial distribution given its whole (parts that exclude
    each other from a multinomial one), with the unit's own share plus half a ticket for every answer there is: the
    spread of such draws is that of the posterior under Jeffreys' prior, also where a unit had no case or nothing but
    cases. A count without a whole is drawn from a Poisson distribution with half a case added. Volumes stay.

    Attributes
    ----------
    columns : dict of str to array, shape (units, draws)
        Counts that were drawn.
    notes : list of str
    """

    def __init__(self, context: Context, scheme: Scheme, *, draws: int, random: np.random.Generator) -> None:
        self._table = {key: as_column(list(context.table.frame[key])) for key in context.table.figures}
        self._shape = (len(context.units), draws)
        self._random = random
        self.columns: dict[str, Floats] = {}
        self.notes: list[str] = []
        self._free: list[str] = []
        implied, note = implied_revisited(context)
        if implied is not None:
            self._table[WHOLE] = self.columns[WHOLE] = implied
            self.notes.append(str(note))
        for key in dict.fromkeys(self._wanted(context, scheme)):
            self._draw(key)
        if self._free:
            self.notes.append(f"counts that no other count limits, drawn as events: {', '.join(self._free)}")

    @property
    def vary(self) -> bool:
        """Whether any count could have come out otherwise."""
        return any(np.ptp(np.nan_to_num(column), axis=1).any() for column in self.columns.values())

    def own(self, key: str) -> Floats:
        """Return a column as it is, before drawing."""
        return self._table[key]

    def _wanted(self, context: Context, scheme: Scheme) -> Iterator[str]:
        """Yield the counts that the scheme reads and the table has, with those they follow from."""
        by = None if scheme.ranking is None else scheme.ranking.by
        scores = {column for _, _, item in scheme.items() for column in item.rule.columns()}
        keys = [key for _, _, item in scheme.items() for key in item.rule.counts()]
        rates = [key for _, _, item in scheme.items() for key in item.rule.metrics()]
        for metric in [*rates, *([by] if by and by in context.metrics else [])]:
            keys += [*context.metrics[metric].numerator.keys, *context.metrics[metric].denominator.keys]
        known = {*counts(), *scheme.own_counts} - scores
        for key in [*keys, *([by] if by else [])]:
            if key in self._table and key in known:
                yield key
            elif key in known and key in counts() and (follows := counts()[key].identity) is not None:
                yield from (part for part in follows.keys if part in self._table)

    def _draw(self, key: str) -> None:
        if key in self.columns or key in VOLUMES:
            return
        whole = self._whole(key)
        if whole is None:
            if not any(key in wholes for wholes in WHOLES.values()):
                self._events(key)
            return  # what others are counted out of is a volume, where nothing limits it
        self._draw(whole)
        together = next((parts for parts in EXCLUSIVE if key in parts), (key,))
        parts = [part for part in together if part in self._table and self._whole(part) == whole]
        total = sum((np.nan_to_num(self._table[part]) for part in parts), np.zeros((self._shape[0], 1)))
        if np.any(total > np.nan_to_num(self._table[whole])):
            parts = [key]
        self._parts(parts, whole)

    def _whole(self, key: str) -> str | None:
        candidates = WHOLES.get(key, counts()[key].within if key in counts() else ())
        for whole in candidates:
            if whole in self._table and not np.any(self._table[key] > self._table[whole]):
                return whole
        return None

    def _events(self, key: str) -> None:
        own = self._table[key]
        if not np.nansum(own):
            return
        drawn = self._random.poisson(np.nan_to_num(own) + 0.5, size=self._shape).astype(float)
        self.columns[key] = np.where(np.isnan(own), np.nan, drawn)
        self._free.append(key)

    def _parts(self, parts: Sequence[str], whole: str) -> None:
        """Draw parts of a whole one after the other, each from what the ones before left."""
        volume = self._table[whole]
        own = np.stack([self._table[part] for part in parts])
        rest = volume - np.nansum(own, axis=0)
        answers = int((np.nansum(own, axis=(1, 2)) > 0).sum()) + bool(np.nansum(np.maximum(rest, 0)) > 0)
        if answers < 2:
            return  # nobody or everybody everywhere: the table shows no chance in it
        present = np.nansum(own, axis=(1, 2)) > 0
        left, share_left = self.columns.get(whole, volume), np.ones(volume.shape)
        for part, column, some in zip(parts, own, present, strict=True):
            if not some:
                continue
            share = (np.nan_to_num(column) + 0.5) / (np.nan_to_num(volume) + answers / 2)
            chance = np.clip(np.divide(share, share_left, out=np.ones(share.shape), where=share_left > 1e-12), 0, 1)
            drawn = self._random.binomial(np.nan_to_num(left).astype(np.int64), chance, size=self._shape).astype(float)
            left, share_left = left - drawn, share_left - share
            self.columns[part] = np.where(np.isnan(column) | np.isnan(volume), np.nan, drawn)
        self._never_empty(parts)

    def _never_empty(self, parts: Sequence[str]) -> None:
        """Keep at least one where others are counted out of it, so that no rate loses its denominator by chance."""
        for part in parts:
            if part in self.columns and any(part in wholes for wholes in WHOLES.values()):
                own = self._table[part]
                self.columns[part] = np.where(own >= 1, np.maximum(self.columns[part], 1), self.columns[part])
