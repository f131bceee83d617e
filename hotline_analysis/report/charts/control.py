"""Control chart: a rate over periods with its mean and its limits; periods with a signal are coloured."""

from __future__ import annotations

import pandas as pd

from hotline_analysis.report.blocks import Chart, Table
from hotline_analysis.report.charts.style import GREY, PALETTE, RED, canvas, look, picture, plain_axes


def control_chart(frame: pd.DataFrame, *, caption: str, rate: str, numbers: Table) -> Chart:
    """Draw a chart of rates.

    Parameters
    ----------
    frame : DataFrame
        Of `ControlChart`: ``period``, ``value``, ``center``, ``lower``, ``upper``, ``signal``; shares of 1.
    caption, rate : str
    numbers : Table
        What the chart shows.
    """
    at = range(len(frame))
    value, center, lower, upper = (100 * frame[key].to_numpy(float) for key in ("value", "center", "lower", "upper"))
    signal = (frame["signal"] != "").to_numpy()
    with look():
        figure, axes = canvas(2.8)
        axes.plot(at, value, color=PALETTE[0], linewidth=1.2, marker="o", markersize=4, label=rate)
        if signal.any():
            axes.scatter([i for i in at if signal[i]], value[signal], s=34, color=RED, zorder=3, label="有信号的时期")
        axes.plot(at, center, color=PALETTE[2], linewidth=1, label="均值")
        axes.step(at, lower, where="mid", color=GREY, linewidth=0.9, linestyle="--", label="控制界限")
        axes.step(at, upper, where="mid", color=GREY, linewidth=0.9, linestyle="--")
        step = -(-len(frame) // 7)
        axes.set_xticks(list(at)[::step], labels=[str(period) for period in frame["period"]][::step])
        axes.set(xlabel="", ylabel=f"{rate}（%）")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes, grid="y")
        source = picture(figure)
    found = [str(period) for period, own in zip(frame["period"], signal, strict=True) if own]
    said = f"有信号的时期：{'、'.join(found)}" if found else "各期均在正常波动范围内"
    return Chart(source, caption, f"{caption}。共{len(frame)}期；{said}。", numbers)
