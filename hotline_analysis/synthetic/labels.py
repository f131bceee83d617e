"""What a page counts beside its units: the special topic, types, returns, urgent tickets."""

from __future__ import annotations

import numpy as np

from hotline_analysis.synthetic.arrays import Codes, Flags, States
from hotline_analysis.synthetic.calls import NO
from hotline_analysis.synthetic.drawing import choose_in_all, only, preferring
from hotline_analysis.synthetic.subjects import dealt_types, drawn_types
from hotline_analysis.synthetic.vocabulary import Vocabulary

URGENT_SHARE = 0.04


def special_tickets(
    rng: np.random.Generator,
    words: Vocabulary,
    about: Codes,
    conduct: Codes,
    satisfied: States,
    inside: Flags,
) -> Flags:
    """Choose the tickets of the special topic: as many, of each printed topic as many, and dissatisfied as many."""
    page = words.page.special
    found = np.zeros(len(about), dtype=bool)
    if page is None:
        return found
    names = [item.name for item in words.abouts]
    left = {names.index(name): count for name, count in page.topics.items()}
    free = inside & (conduct < 0) & (words.everyday[about] | np.isin(about, list(left)))
    found |= choose_in_all(rng, page.dissatisfied, only(free & (satisfied == NO)))
    for code, count in left.items():
        more = count - int((found & (about == code)).sum())
        found |= choose_in_all(rng, more, only(free & ~found & (about == code) & (satisfied != NO)))
    rest = free & ~found & words.everyday[about] & (satisfied != NO)
    return found | choose_in_all(rng, page.tickets - int(found.sum()), only(rest))


def types_of(
    rng: np.random.Generator, words: Vocabulary, conduct: Codes, special: Flags, received: Flags
) -> tuple[Codes, Codes | None]:
    """Say of which type tickets are, and those that the hotline answered itself, if the page counts them."""
    kinds, others = drawn_types(rng, words, len(conduct)), None
    if words.page.types:
        whole = words.page.received or int(received.sum())
        kinds[received], others = dealt_types(rng, words, int(received.sum()), whole)
    if words.page.special is not None:
        printed = words.page.special.types
        dealt = np.repeat([words.types.index(name) for name in printed], list(printed.values()))
        kinds[special] = rng.permutation(dealt).astype(np.int32)
    return np.where(conduct >= 0, conduct, kinds), others


def times_returned(rng: np.random.Generator, words: Vocabulary, returned: Flags) -> Codes:
    """Say how often tickets were returned: as the page says, or once."""
    times = returned.astype(np.int32)
    if words.page.returns:
        often = np.repeat(list(words.page.returns), list(words.page.returns.values()))
        times[returned] = rng.permutation(often)
    return times


def urgent_tickets(rng: np.random.Generator, words: Vocabulary, inside: Flags, late: Flags) -> Flags:
    """Choose urgent tickets: as many as printed, and closed on time as many; else a few."""
    if words.page.urgent is None:
        return rng.random(len(inside)) < URGENT_SHARE
    whole, on_time = words.page.urgent
    chosen = choose_in_all(rng, on_time, only(inside & ~late))
    return chosen | choose_in_all(rng, whole - on_time, preferring(inside & late, late))
