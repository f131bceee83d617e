"""The words of one case: categories, topics, types, channels, places, and the texts made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hotline_analysis.synthetic.arrays import Codes, Flags, Floats, Numbers
from hotline_analysis.synthetic.published import Published
from hotline_analysis.synthetic.settings import CaseSettings, words

MATCHED = 9.0  # how much likelier a unit's tickets are about what its name says


@dataclass(frozen=True)
class About:
    """What a ticket may be about: a subcategory of a theme, or a printed topic."""

    theme: int
    name: str
    says: str
    is_topic: bool


@dataclass(frozen=True)
class Vocabulary:
    """Everything that is written in the tickets of one case, as lists that codes point into."""

    page: Published
    settings: CaseSettings

    @cached_property
    def categories(self) -> list[str]:
        """Names of the themes, as the case has them."""
        return [self.settings.themes.get(key, theme.zh) for key, theme in words().themes.items()]

    @cached_property
    def abouts(self) -> list[About]:
        """What tickets may be about: everyday matters first, printed topics last."""
        themes = list(words().themes)
        own = self.settings.topics
        everyday = [
            About(place, name, says, False)
            for place, theme in enumerate(words().themes.values())
            for name, says in theme.about.items()
            if name not in own
        ]
        return everyday + [About(themes.index(t.theme), name, t.says, True) for name, t in own.items()]

    @cached_property
    def theme_of(self) -> Codes:
        """The theme of everything that tickets may be about."""
        return np.array([about.theme for about in self.abouts], dtype=np.int32)

    @cached_property
    def everyday(self) -> Flags:
        """What is no printed topic."""
        return np.array([not about.is_topic for about in self.abouts])

    @cached_property
    def affinity(self) -> Floats:
        """How likely tickets of every unit (rows; the last row: no unit) are of every theme (columns)."""
        themes = list(words().themes.values())
        rows = [
            [theme.weight * (MATCHED if any(word in unit for word in theme.keywords) else 1) for theme in themes]
            for unit in (*self.page.units, "")
        ]
        return np.array(rows)

    @cached_property
    def types(self) -> list[str]:
        """All types of request, as printed and as drawn."""
        special = self.page.special.types if self.page.special else {}
        printed = [*self.page.types, *special, *(kind for kind, _, _ in self.page.conduct)]
        return list(dict.fromkeys([*printed, *self.settings.types]))

    @cached_property
    def channels(self) -> list[str]:
        """All channels, printed sources first."""
        return [*self.page.channels, *self.settings.channels]

    @cached_property
    def districts(self) -> list[str]:
        """Districts of a city; of a district, itself."""
        return list(self.settings.districts) or [self.settings.place]

    @cached_property
    def areas(self) -> list[str]:
        """Streets or towns of a district, from the names of their offices; of a city, none."""
        groups = ("streets", "towns")
        own = [u for u, g in zip(self.page.units, self.page.groups, strict=True) if g in groups]
        return [name.removesuffix("办事处").removesuffix("政府") for name in own]

    @cached_property
    def texts(self) -> list[str]:
        """Every text: about × place × type × ask × opening, the last the fastest."""
        w = words()
        found = []
        for about in self.abouts:
            for place in w.places:
                for kind in self.types:
                    asks = w.asks.get(kind, w.asks["其他"])
                    found += [f"{o}{place}，{about.says}。{ask}。" for ask in asks for o in w.openings]
        return found

    def text_codes(self, about: Codes, kind: Codes, pick: Numbers) -> Codes:
        """Return where the text of a ticket stands in ``texts``, for a whole number drawn for it."""
        w = words()
        asks = len(w.asks["其他"]) * len(w.openings)
        # a ticket without a type is worded like an inquiry
        kinds = np.where(kind < 0, self.types.index("咨询"), kind)
        places = len(w.places)
        found = (
            (about.astype(np.int64) * places + pick % places) * len(self.types) + kinds
        ) * asks + pick // places % asks
        return found.astype(np.int32)


def weights_of(names: Sequence[str], weights: dict[str, int]) -> Floats:
    """Return weights in the order of names; 0 for a name without one."""
    return np.array([float(weights.get(name, 0)) for name in names])
