"""Panels with something to choose or to move: a unit, a topic, the numbers of the scheme; and a button that saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import HotlineError, UsageError
from hotline_analysis.explore.view import View
from hotline_analysis.explore.words import word
from hotline_analysis.report.sections.rank_moves import knob_label
from hotline_analysis.report.sections.topic_profile import By
from hotline_analysis.schemes import Knob

if TYPE_CHECKING:
    import ipywidgets

    from hotline_analysis.explore.month import Month

FOLDER = "my-report"
BOUNDS = ("below", "above", "at_least", "at_most")
COLUMNS = ("topic", "category", "request_type", "channel")
_ALERT = '<p role="alert" style="color:#b3261e">{}</p>'


class Panel:
    """Widgets above a view that follows them; without a browser it shows the view it began with.

    Attributes
    ----------
    view : View or None
        What it shows now; None where the choice gives nothing to show.
    widget : ipywidgets.VBox

    Examples
    --------
    >>> from hotline_analysis.explore import load_month
    >>> panel = show_units(load_month("yunxi-2022-Q3"))
    >>> panel
    <Panel: unit_profile 长岭街道办事处>
    """

    def __init__(self, month: Month, controls: list[ipywidgets.Widget], make: Callable[[], View | None]) -> None:
        import ipywidgets

        self.view: View | None = None
        self._month, self._make = month, make
        self._shown = ipywidgets.HTML()
        self._saved = ipywidgets.HTML()
        save = ipywidgets.Button(description=word("save", month), icon="save", layout={"width": "auto"})
        save.on_click(lambda _: self._save())
        self.widget = ipywidgets.VBox([*controls, self._shown, ipywidgets.HBox([save, self._saved])])
        self.refresh()

    def refresh(self, change: object = None) -> None:
        """Make the view anew; what is wrong with a choice is said in its place.

        Parameters
        ----------
        change : object
            What a widget says of its change; not looked at.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> panel = show_topics(load_month("yunxi-2022-Q3"))
        >>> panel.refresh()
        >>> panel.view
        <View: topic_profile 占道经营>
        """
        self._saved.value = ""
        try:
            self.view = self._make()
            self._shown.value = self.view._repr_html_() if self.view else f"<p>{word('as it is', self._month)}</p>"
        except HotlineError as error:
            self.view, self._shown.value = None, _ALERT.format(escape(str(error)))

    def _save(self) -> None:
        if self.view is None:
            self._saved.value = _ALERT.format(word("nothing to save", self._month))
            return
        try:
            self._saved.value = self.view.save_section(FOLDER if self._month.sample else None)._repr_html_()
        except HotlineError as error:
            self._saved.value = _ALERT.format(escape(str(error)))

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.widget._repr_mimebundle_(**options)
        return {**bundle, "text/plain": repr(self), "text/html": self._shown.value}

    def __repr__(self) -> str:
        return f"<Panel: {'nothing chosen' if self.view is None else self.view._said()}>"


def show_units(month: Month, unit: str | None = None, **options: Any) -> Panel:
    """Show one unit after the other, as they are chosen from a list.

    Parameters
    ----------
    month : Month
    unit : str, optional
        The first to be shown.
    **options
        As of `Month.profile_of_unit`.

    Raises
    ------
    InputError
        If there is no such unit.
    UsageError
        If ipywidgets is not installed.

    Examples
    --------
    >>> from hotline_analysis.explore import load_month
    >>> show_units(load_month("yunxi-2022-Q3"), "云溪街道办事处", periods=0).view
    <View: unit_profile 云溪街道办事处>
    """
    widgets = _widgets()
    if unit is not None:
        month.profile_of_unit(unit)
    choice = widgets.Dropdown(options=month.units, value=unit or month.units[0], description=word("unit", month))
    panel = Panel(month, [choice], lambda: month.profile_of_unit(choice.value, **options))
    choice.observe(panel.refresh, names="value")
    return panel


def show_topics(month: Month, topic: str | None = None, *, by: By = "topic", **options: Any) -> Panel:
    """Show one topic (category, channel …) after the other, as they are chosen from a list.

    Parameters
    ----------
    month : Month
    topic : str, optional
        The first to be shown; the largest otherwise.
    by : str
        The column of tickets that is shown first.
    **options
        As of `Month.profile_of_topic`.

    Raises
    ------
    UsageError
        If the month is made of tables, or ipywidgets is not installed.

    Examples
    --------
    >>> from hotline_analysis.explore import load_month
    >>> show_topics(load_month("yunxi-2022-Q3"), by="request_type", periods=0).view
    <View: topic_profile 求助>
    """
    widgets = _widgets()
    columns = [name for name in dict.fromkeys([by, *COLUMNS]) if name in month.tickets.files.columns]
    column = widgets.Dropdown(
        options=[(word(name, month), name) for name in columns], value=by, description=word("by", month)
    )
    choice = widgets.Dropdown(options=month.topics(by), description=word("which", month))
    choice.value = topic if topic is not None else (choice.options or [None])[0]
    panel = Panel(month, [widgets.HBox([column, choice])], lambda: _topic(month, choice.value, column.value, options))

    def other_column(_: object) -> None:
        choice.options = month.topics(column.value)  # its value becomes the first of them, which refreshes

    column.observe(other_column, names="value")
    choice.observe(panel.refresh, names="value")
    return panel


def _topic(month: Month, name: str | None, by: Any, options: Mapping[str, Any]) -> View | None:
    # between two columns the list still has the names of the other one
    return month.profile_of_topic(name, by, **options) if name is not None and name in month.topics(by) else None


def show_scheme(month: Month, changes: Mapping[str, object] | None = None) -> Panel:
    """Show the numbers of the scheme as sliders, and which units would change place if one were moved.

    Parameters
    ----------
    month : Month
    changes : mapping of str to number, optional
        What is changed to begin with, as of `Month.ranks_under`.

    Raises
    ------
    UsageError
        If the scheme states no number, or not the one that is to be changed, or ipywidgets is not installed.

    Examples
    --------
    >>> from hotline_analysis.explore import load_month
    >>> show_scheme(load_month("yunxi-2022-Q3"), {"composite_index.rework_rate.weight": "0.6"})
    <Panel: rank_moves composite_index.rework_rate.weight=0.6>
    """
    widgets = _widgets()
    knobs = month.scheme_numbers
    if not knobs:
        raise UsageError(f"the scheme {month.data.scheme.scheme} states no numbers; allowed: one that scores")
    if changes:
        month.ranks_under(changes)
    given = {key: Decimal(str(value)) for key, value in (changes or {}).items()}
    sliders = {knob.key: _slider(widgets, month, knob, given.get(knob.key, knob.value)) for knob in knobs}
    back = widgets.Button(description=word("reset", month), icon="undo", layout={"width": "auto"})

    def make() -> View | None:
        moved = {knob.key: value for knob in knobs if (value := _value(sliders[knob.key])) != knob.value}
        return month.ranks_under(moved) if moved else None

    box = widgets.VBox([*sliders.values()], layout={"max_height": "31em", "overflow": "auto"})
    panel = Panel(month, [box, widgets.HBox([back])], make)
    for slider in sliders.values():
        slider.observe(panel.refresh, names="value")

    def reset(_: object) -> None:
        for knob in knobs:
            sliders[knob.key].value = float(knob.value)

    back.on_click(reset)
    return panel


def _slider(widgets: Any, month: Month, knob: Knob, value: Decimal) -> Any:
    """Make a slider from 0 (or as far below) to twice the number, in steps as fine as the number is written."""
    fine = max(-int(knob.value.as_tuple().exponent), 0)
    whole = knob.path[-1] in ("decimals", "tie_decimals")
    step = Decimal(1).scaleb(-fine) if fine or whole or abs(knob.value) >= 10 else Decimal("0.5")
    size = max(2 * abs(knob.value), abs(value), 5 * step if fine else Decimal(1))
    if knob.path[-1] == "weight" or (knob.value == 100 and knob.path[-1] in BOUNDS):
        size = max(abs(value), Decimal(1) if knob.path[-1] == "weight" else Decimal(100))
    return widgets.FloatSlider(
        value=float(value),
        min=float(-size if knob.value < 0 else 0),
        max=float(size),
        step=float(step),
        description=knob_label(month.data, knob),
        readout_format=f".{max(fine, 0 if step == 1 else 1)}f",
        continuous_update=False,
        style={"description_width": "22em"},
        layout={"width": "48em", "max_width": "100%"},
    )


def _value(slider: Any) -> Decimal:
    """Read a slider exactly: binary floats of its steps are not those of the scheme."""
    return Decimal(str(round(slider.value, 6))).normalize()


def _widgets() -> Any:
    try:
        import ipywidgets
    except ImportError:
        raise UsageError("panels need ipywidgets; get it with: pip install 'hotline-analysis[lab]'") from None
    return ipywidgets
