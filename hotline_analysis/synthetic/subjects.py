"""What tickets are about, of which type, through which channel: drawn, or exactly as a page prints it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.synthetic.drawing import choose, choose_in_all, draw, only
from hotline_analysis.synthetic.vocabulary import Vocabulary, weights_of

Numbers = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]

TOPIC_SHARE = 0.5  # of everyday matters, so many carry a topic at all


def drawn_abouts(
    rng: np.random.Generator, words: Vocabulary, unit: Numbers, *, without: tuple[int, ...] = (), topics: bool
) -> Codes:
    """Draw what tickets are about: a theme by the unit's name, then something of the theme.

    Parameters
    ----------
    unit : array of int
        -1 for tickets without a unit.
    without : tuple of int
        Themes that are left out.
    topics : bool
        Whether printed topics may be drawn too.
    """
    affinity = words.affinity.copy()
    affinity[:, list(without)] = 0
    edges = np.cumsum(affinity, axis=1)
    edges /= edges[:, -1:]
    theme = (rng.random(len(unit))[:, None] > edges[unit]).sum(axis=1).astype(np.int32)
    return about_of_theme(rng, words, theme, topics=topics)


def about_of_theme(rng: np.random.Generator, words: Vocabulary, theme: Codes, *, topics: bool) -> Codes:
    """Draw something of each theme."""
    table, many = _by_theme(words, topics=topics)
    pick = (rng.random(len(theme)) * many[theme]).astype(np.int64)
    found: Codes = table[theme, pick]
    return found


def _by_theme(words: Vocabulary, *, topics: bool) -> tuple[Codes, Numbers]:
    members = [
        np.flatnonzero((words.theme_of == theme) & (words.everyday | topics)) for theme in range(len(words.categories))
    ]
    many = np.array([len(own) for own in members])
    table = np.zeros((len(members), many.max()), dtype=np.int32)
    for theme, own in enumerate(members):
        table[theme, : len(own)] = own
    return table, many


def exact_abouts(
    rng: np.random.Generator, words: Vocabulary, unit: Numbers, *, inside: Flags, received: Flags
) -> Codes:
    """Give tickets their matters so that printed topics and categories have their counts.

    Parameters
    ----------
    inside : array of bool
        Tickets whose whole course lies in the period: these carry the printed topics.
    received : array of bool
        Tickets received in the period: these carry the printed categories.
    """
    page = words.page
    found = np.full(len(unit), -1, dtype=np.int32)
    names = [about.name for about in words.abouts]
    topics = dict(page.topics)
    if page.special:
        topics |= {name: n for name, n in page.special.topics.items() if name not in page.topics}
    for name, count in topics.items():
        code = names.index(name)
        liking = np.log(words.affinity[unit, words.theme_of[code]])
        found[choose_in_all(rng, count, only(inside & (found < 0), liking))] = code
    taken = tuple(words.categories.index(name) for name in page.categories)
    for theme, count in zip(taken, page.categories.values(), strict=True):
        chosen = choose_in_all(rng, count, only(received & (found < 0), np.log(words.affinity[unit, theme])))
        found[chosen] = about_of_theme(rng, words, np.full(int(chosen.sum()), theme, np.int32), topics=False)
    rest = found < 0
    left = received & rest
    found[left] = drawn_abouts(rng, words, unit[left], without=taken, topics=False)
    found[rest & ~received] = drawn_abouts(rng, words, unit[rest & ~received], topics=False)
    return found


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
