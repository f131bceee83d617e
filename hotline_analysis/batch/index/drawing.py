"""Small multiples: a total beside those before it, and places that rise and fall. Lines and bars, no text."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from hotline_analysis.batch.index.comparing import Course, Move, Moves

BARS = 6
_STEP, _BAR, _HEIGHT = 13, 9, 52
_WIDE, _EDGE = 78, 3


def bars(course: Course, name: str) -> Markup:
    """Draw a total as the last of up to six bars that begin at nought.

    Parameters
    ----------
    course : Course
    name : str
        What the picture says, for whoever does not see it.
    """
    values = [value for _, value in course.values[-BARS:]]
    top = max(values) or 1
    shapes = [
        _bar(BARS - len(values) + place, value / top, last=place == len(values) - 1)
        for place, value in enumerate(values)
    ]
    width = BARS * _STEP
    ground = Markup('<path class="ground" d="M0 {}H{}"/>').format(_HEIGHT - 0.5, width)
    return _picture("bars", width, name, [*shapes, ground])


def _bar(place: int, share: float, *, last: bool) -> Markup:
    height = round(share * (_HEIGHT - 2), 1)
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        "now" if last else "then", place * _STEP + 2, round(_HEIGHT - height, 1), _BAR, height
    )


def slopes(moves: Moves, name: str) -> Markup:
    """Draw a line from every unit's place in the period before, at the left, to its place, the first one on top.

    Parameters
    ----------
    moves : Moves
    name : str
        What the picture says, for whoever does not see it.
    """
    last = max(max(before, now) for _, before, now in moves.pairs)
    lines = [
        Markup('<path class="{}" d="{}"/>').format(kind, _lines(some, last))
        for kind, some in (("same", moves.same), ("down", moves.down), ("up", moves.up))
        if some
    ]
    return _picture("slopes", _WIDE, name, lines)


def _lines(some: Iterable[Move], last: int) -> str:
    def height(place: int) -> str:
        share = (place - 1) / (last - 1) if last > 1 else 0.5
        return f"{_EDGE + share * (_HEIGHT - 2 * _EDGE):.1f}"

    return "".join(f"M{_EDGE} {height(before)}L{_WIDE - _EDGE} {height(now)}" for _, before, now in some)


def _picture(kind: str, width: int, name: str, shapes: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg class="{}" role="img" viewBox="0 0 {} {}" width="{}" height="{}"><title>{}</title>{}</svg>'
    ).format(kind, width, _HEIGHT, width, _HEIGHT, name, Markup("").join(shapes))
