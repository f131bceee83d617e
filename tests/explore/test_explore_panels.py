"""Panels without a browser: what is chosen or moved changes what is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.explore import Month, load_month, show_scheme, show_topics, show_units

widgets = pytest.importorskip("ipywidgets", reason="panels need ipywidgets: pip install -e '.[lab]'")


def inside(panel: Any, kind: type) -> list[Any]:
    found, waiting = [], [panel.widget]
    while waiting:
        one = waiting.pop(0)
        found += [one] if isinstance(one, kind) else []
        waiting = [*getattr(one, "children", ()), *waiting]
    return found


def test_another_unit_is_shown(month: Month) -> None:
    panel = show_units(month, "马坡岭街道", periods=0)
    (choice,) = inside(panel, widgets.Dropdown)
    assert choice.options == month.units
    assert "总分<data" in inside(panel, widgets.HTML)[0].value
    choice.value = "东湖街道"
    assert panel.view is not None
    assert panel.view.section.unit == "东湖街道"
    assert "东湖街道各项得分" in inside(panel, widgets.HTML)[0].value


def test_another_column_shows_its_first_entry(month: Month) -> None:
    panel = show_topics(month, "建筑施工噪音", periods=0)
    column, choice = inside(panel, widgets.Dropdown)
    column.value = "request_type"
    assert choice.value == month.topics("request_type")[0]
    assert repr(panel) == f"<Panel: topic_profile {choice.value}>"


def test_a_slider_moves_places_and_back(month: Month) -> None:
    panel = show_scheme(month)
    assert panel.view is None
    sliders = {slider.description: slider for slider in inside(panel, widgets.FloatSlider)}
    assert len(sliders) == len(month.scheme_numbers)
    sliders["退单驳回、发回重办：退单驳回数 扣分值"].value = 0.0
    assert panel.view is not None
    assert panel.view.spec == month.ranks_under({"rejected_cases.return_rejected.off": 0}).spec
    (back, _) = inside(panel, widgets.Button)
    back.click()
    assert panel.view is None


def test_a_slider_that_the_scheme_cannot_bear_says_so(month: Month) -> None:
    panel = show_scheme(load_month("yunxi-2022-Q3"))
    for slider in inside(panel, widgets.FloatSlider):
        if "权重" in slider.description:
            slider.value = 1.0
    assert panel.view is None
    assert 'role="alert"' in inside(panel, widgets.HTML)[0].value


def test_the_button_saves(month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    panel = show_units(month, "马坡岭街道", periods=0)
    inside(panel, widgets.Button)[-1].click()
    assert "unit: 马坡岭街道" in (tmp_path / "my-report" / "furong-2020.yaml").read_text(encoding="utf-8")
    assert "hotline run bulletin --params my-report/report.yaml" in inside(panel, widgets.HTML)[-1].value


def test_a_wrong_beginning_is_refused(month: Month) -> None:
    with pytest.raises(InputError, match="no such unit"):
        show_units(month, "马坡领街道")
    with pytest.raises(UsageError, match="states no number"):
        show_scheme(month, {"lateness.of": 3})
    with pytest.raises(UsageError, match="states no numbers"):
        show_scheme(load_month("xiangtan-2019-11"))
