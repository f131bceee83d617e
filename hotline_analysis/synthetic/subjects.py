"""Of which type tickets are, through which channel, about whose conduct: drawn, or exactly as a page prints it."""

from __future__ import annotations

import numpy as np

from hotline_analysis.synthetic.arrays import Codes, Flags, Numbers
from hotline_analysis.synthetic.drawing import choose, choose_in_all, draw, only
from hotline_analysis.synthetic.vocabulary import Vocabulary, weights_of


def drawn_types(rng: np.random.Generator, words: Vocabulary, size: int) -> Codes:
    """Draw types of request as the case has them."""
    return draw(rng, weights_of(words.types, dict(words.settings.types)), size)


def dealt_types(rng: np.random.Generator, words: Vocabulary, own: int, whole: int) -> tuple[Codes, Codes | None]:
    """Deal the printed types over the tickets received.

    Parameters
    ----------
    own, whole : int
        Tickets with a unit, and all tickets received.

    Returns
    -------
    array of int, shape (own,)
        Types of the tickets with a unit.
    array of int, shape (whole - own,), or None
        Of the others; -1 for those that the page gives no type.
    """
    counts = [words.page.types.get(name, 0) for name in words.types]
    dealt = rng.permutation(np.repeat(np.arange(len(counts), dtype=np.int32), counts))
    if whole == own:
        return dealt, None
    rest = np.concatenate([dealt[own:], np.full(whole - len(dealt), -1, dtype=np.int32)])
    return dealt[:own], rng.permutation(rest)


def drawn_channels(rng: np.random.Generator, words: Vocabulary, size: int) -> Codes:
    """Draw channels; the printed sources as often as in the published period."""
    own = dict(words.settings.channels)
    whole = sum(n or 0 for n in words.page.counts["signed"])
    everyday = sum(own.values())
    sources = {name: everyday * count / whole for name, count in words.page.channels.items()}
    return draw(rng, np.array([{**own, **sources}[name] for name in words.channels]), size)


def exact_channels(rng: np.random.Generator, words: Vocabulary, *, inside: Flags) -> Codes:
    """Draw channels so that printed sources have their counts."""
    found = np.full(len(inside), -1, dtype=np.int32)
    for code, count in enumerate(words.page.channels.values()):
        found[choose_in_all(rng, count, only(inside & (found < 0)))] = code
    rest = found < 0
    weights = weights_of(words.channels, dict(words.settings.channels))
    found[rest] = draw(rng, weights, int(rest.sum()))
    return found


def conduct_tickets(rng: np.random.Generator, words: Vocabulary, unit: Numbers, *, inside: Flags) -> Codes:
    """Choose the printed tickets about conduct and the business environment; return their types, -1 for all others."""
    units = list(words.page.units)
    found = np.full(len(unit), -1, dtype=np.int32)
    for kind, name, count in words.page.conduct:
        wanted = np.zeros(len(units), dtype=np.int64)
        wanted[units.index(name)] = count
        found[choose(rng, unit, wanted, only(inside & (found < 0)))] = words.types.index(kind)
    return found
