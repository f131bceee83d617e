"""Names beside points of a chart, and the axis of volumes."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from hotline_analysis.report.charts.points import log_axis, name_points
from hotline_analysis.report.charts.style import canvas, look, picture


def drawn(points: np.ndarray, names: list[str]) -> tuple[Figure, Axes, list[str]]:
    figure, axes = canvas(3.3)
    axes.scatter(points[:, 0], points[:, 1], s=24)
    log_axis(axes, points[:, 0])
    return figure, axes, name_points(axes, points[: len(names)], names, points)


def names_of(axes: Axes) -> list[Annotation]:
    return [text for text in axes.texts if isinstance(text, Annotation) and text.get_text()]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_names_cover_neither_points_nor_each_other_also_once_drawn(seed: int) -> None:
    random = np.random.default_rng(seed)
    points = np.column_stack([random.lognormal(4, 1.2, 60), random.normal(90, 4, 60)])
    with look():
        figure, axes, placed = drawn(points, [f"第{i}街道办事处" for i in range(25)])
        picture(figure)
        boxes = [text.get_window_extent() for text in names_of(axes)]
        at, half = axes.transData.transform(points), 3.0 * figure.dpi / 72
    assert len(placed) == len(boxes) >= 5
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    for x, y in at:
        spot = Bbox([(x - half, y - half), (x + half, y + half)])
        assert not any(box.overlaps(spot) for box in boxes)
    inside = axes.get_window_extent()
    assert all(inside.x0 <= box.x0 and box.x1 <= inside.x1 for box in boxes)


def test_the_first_finds_its_place_first_and_one_without_a_place_is_left_out() -> None:
    points = np.array([[100.0 + i / 50, 90.0 + j / 50] for i in range(60) for j in range(60)])
    with look():
        assert drawn(points, ["甲街道"])[2] == []
        assert drawn(np.array([[100.0, 90.0], [200.0, 95.0]]), ["甲街道", "乙街道"])[2] == ["甲街道", "乙街道"]


def test_a_name_that_stands_away_is_led_to_its_point() -> None:
    ring = [[100 + 6 * np.cos(a), 90 + 2.2 * np.sin(a)] for a in np.linspace(0, 6.28, 40)]
    points = np.array([[100.0, 90.0], [10.0, 70.0], [1000.0, 110.0], *ring])
    with look():
        _, axes, placed = drawn(points, ["甲"])
    assert placed == ["甲"]
    assert [text.arrow_patch is not None for text in axes.texts if isinstance(text, Annotation)] == [False, True]


@pytest.mark.parametrize(
    ("volumes", "shown"),
    [
        ([310.0, 890.0], {"500"}),
        ([1.0, 5000.0], {"1", "2", "5", "1000", "5000"}),
        ([0.0, 3.0, 40.0], {"5", "10", "20"}),
    ],
)
def test_round_numbers_on_the_axis(volumes: list[float], shown: set[str]) -> None:
    with look():
        _, axes = canvas(3)
        log_axis(axes, volumes)
        axes.set_xlim(max(min(volumes), 1), max(volumes))
        assert shown <= {label.get_text() for label in axes.get_xticklabels()}
        assert len(axes.xaxis.get_minorticklocs()) == 0


def test_a_very_wide_axis_has_powers_of_ten_only() -> None:
    with look():
        _, axes = canvas(3)
        log_axis(axes, [1, 100_000])
        axes.set_xlim(1, 100_000)
        assert not {"2", "5", "20", "50"} & {label.get_text() for label in axes.get_xticklabels()}


def test_a_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []
    draw = Figure.draw

    def counted(self: Figure, *args: Any) -> None:
        times.append(1)
        draw(self, *args)

    monkeypatch.setattr(Figure, "draw", counted)
    with look():
        figure, axes = canvas(2)
        axes.plot([1, 2], [1, 2])
        picture(figure)
    assert len(times) == 1
