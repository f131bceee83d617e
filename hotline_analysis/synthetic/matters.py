"""What tickets are about: drawn by the unit's name, or exactly as often as a page prints its topics and categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hotline_analysis.synthetic.arrays import Codes, Flags, Floats, Numbers
from hotline_analysis.synthetic.drawing import choose_in_all, only
from hotline_analysis.synthetic.vocabulary import Vocabulary

ROUNDS, CLOSE_ENOUGH = 200, 1e-6


@dataclass(frozen=True)
class Matters:
    """How likely tickets of every unit are about everything that tickets may be about.

    Attributes
    ----------
    edges : array of float, shape (units + 1, abouts)
        The likelihoods of a unit added up, above the number of the unit; the last row is of tickets without one.
    """

    edges: Floats

    @classmethod
    def of(cls, words: Vocabulary, strength: Floats) -> Matters:
        """Take the liking of units for themes, times a strength of everything that tickets may be about."""
        sums = np.cumsum(words.affinity[:, words.theme_of] * strength, axis=1)
        return cls(sums / sums[:, -1:] + np.arange(len(sums))[:, None])

    def drawn(self, rng: np.random.Generator, unit: Numbers) -> Codes:
        """Draw what tickets of units are about; -1 is no unit."""
        rows, abouts = self.edges.shape
        # one search for all units; a little below 1, lest rounding lift a draw into the next row
        wanted = unit % rows + np.minimum(rng.random(len(unit)), 1 - 1e-9)
        found: Codes = (np.searchsorted(self.edges.ravel(), wanted, side="right") % abouts).astype(np.int32)
        return found


def everyday(words: Vocabulary, *, without: tuple[int, ...] = ()) -> Floats:
    """Return the strength of everyday matters, alike within a theme; of printed topics and some themes, none."""
    chosen = words.everyday & ~np.isin(words.theme_of, without)
    return chosen / np.bincount(words.theme_of[words.everyday])[words.theme_of]


def printed_categories(words: Vocabulary) -> tuple[int, ...]:
    """Return the themes that the page prints as categories, in its order."""
    return tuple(words.categories.index(name) for name in words.page.categories)


def with_shares(words: Vocabulary, shares: Mapping[str, float]) -> Matters:
    """Return what tickets are about when printed topics and categories have given shares of all tickets.

    The strengths are found by proportional fitting, with tickets spread over units as in the published period. What
    is not printed keeps its own proportions.

    Parameters
    ----------
    shares : mapping of name to float
        Of printed topics and categories; together less than 1.
    """
    signed = np.array([*(n or 0 for n in words.page.counts["signed"]), 0], dtype=float)
    kind = _kinds(words, list(shares))
    wanted = np.array([1 - sum(shares.values()), *shares.values()])
    base = np.where(words.everyday, everyday(words), 1.0)
    likely = words.affinity[:, words.theme_of] * base
    factor = np.ones(len(wanted))
    for _ in range(ROUNDS):
        rows = likely * factor[kind]
        have = np.bincount(kind, (signed / signed.sum()) @ (rows / rows.sum(axis=1, keepdims=True)), len(wanted))
        factor *= wanted / have
        if np.abs(have / wanted - 1).max() < CLOSE_ENOUGH:
            break
    return Matters.of(words, base * factor[kind])


def _kinds(words: Vocabulary, names: list[str]) -> Codes:
    """Say for everything that tickets may be about under which printed name it is counted; 0 for none of them."""
    found = np.zeros(len(words.abouts), dtype=np.int32)
    for place, name in enumerate(names, start=1):
        if name in words.page.categories:
            found[words.everyday & (words.theme_of == words.categories.index(name))] = place
        else:
            found[[about.is_topic and about.name == name for about in words.abouts]] = place
    return found


def exact_abouts(
    rng: np.random.Generator, words: Vocabulary, unit: Numbers, earlier: Matters, *, inside: Flags, received: Flags
) -> Codes:
    """Give tickets their matters so that printed topics and categories have their counts.

    Parameters
    ----------
    earlier : Matters
        Of tickets that were received before the period.
    inside : array of bool
        Tickets whose whole course lies in the period: these carry the printed topics.
    received : array of bool
        Tickets received in the period: these carry the printed categories.
    """
    page = words.page
    found = np.full(len(unit), -1, dtype=np.int32)
    names = [about.name for about in words.abouts]
    for name, count in page.all_topics.items():
        code = names.index(name)
        liking = np.log(words.affinity[unit, words.theme_of[code]])
        found[choose_in_all(rng, count, only(inside & (found < 0), liking))] = code
    taken = printed_categories(words)
    for theme, count in zip(taken, page.categories.values(), strict=True):
        chosen = choose_in_all(rng, count, only(received & (found < 0), np.log(words.affinity[unit, theme])))
        own = Matters.of(words, everyday(words) * (words.theme_of == theme))
        found[chosen] = own.drawn(rng, unit[chosen])
    left, before = received & (found < 0), ~received & (found < 0)
    found[left] = Matters.of(words, everyday(words, without=taken)).drawn(rng, unit[left])
    found[before] = earlier.drawn(rng, unit[before])
    return found
