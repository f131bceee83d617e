"""The months before the published period: printed topics and categories grow or shrink as they do in a hotline."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from making_tickets import CASES, fact, made, table
from test_synth_tables import CATEGORIES

from hotline_analysis.metrics.counting.topics import hot_topics
from hotline_analysis.synthetic.matters import Matters, everyday, printed_categories, with_shares
from hotline_analysis.synthetic.published import published
from hotline_analysis.synthetic.settings import case_settings
from hotline_analysis.synthetic.vocabulary import Vocabulary

# chosen by hand: what a published count may be, as a multiple of that of the period before and of the year before
USUAL, GROWN = (0.55, 1.8), (1.3, 3.6)
# one in each case grows clearly, so that there is something to see
GROWING = {
    "furong-2022-11": "健康卡/居民健康卡(码)",
    "furong-2020-03": "卫生服务类",
    "xiangtan-2019-11": "环境保护",
    "yueyang-2017-Q2": "农林水利",
    "yunxi-2022-Q3": "社会治安与综合管理",
}


def printed(case: str) -> tuple[str, dict[str, int]]:
    """The column of tickets that a page prints, and how many it prints of each topic or category."""
    if case in CATEGORIES:
        return "category", {name: int(fact(case, f"category_{key}")) for name, key in CATEGORIES[case].items()}
    column = "category" if case.startswith("xiangtan") else "topic"
    page = table(case, "categories" if column == "category" else "hot_topics")
    return column, dict(zip(page[column], page["tickets"].astype(int), strict=True))


def months(case: str, seed: int) -> pd.DataFrame:
    """Tickets of units by topic or category (rows) and month of receipt (columns)."""
    frame = made(case, seed).frame
    frame = frame[frame["unit"].notna()]
    return pd.crosstab(frame[printed(case)[0]], frame["received"].dt.to_period("M"))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("case", CASES)
def test_every_printed_topic_grows_believably(case: str, seed: int) -> None:
    counted, many = months(case, seed), made(case, seed).period.months
    now = counted.iloc[:, 12:].sum(axis=1)
    before = {"previous": counted.iloc[:, 12 - many : 12], "year_before": counted.iloc[:, :many]}
    for name, count in printed(case)[1].items():
        assert now[name] == count
        for earlier, columns in before.items():
            growth = now[name] / columns.sum(axis=1)[name]
            low, high = GROWN if name == GROWING[case] else USUAL
            assert low < growth < high, (name, earlier, growth)


@pytest.mark.parametrize("case", CASES)
def test_shares_swing_moderately(case: str) -> None:
    counted, frame = months(case, 1), made(case).frame
    whole = frame[frame["unit"].notna()]["received"].dt.to_period("M").value_counts().sort_index()
    usual = pd.Series(printed(case)[1]).drop(GROWING[case]) / whole.iloc[12:].sum()
    swing = (counted.iloc[:, :12] / whole.iloc[:12]).loc[usual.index].div(usual, axis=0).to_numpy()
    # of the smallest a month has forty tickets, which chance alone moves by a sixth
    assert ((swing > 0.6) & (swing < 1.6)).mean() > 0.9
    assert 0.04 < swing.std() < 0.25


@pytest.mark.parametrize("case", ["furong-2022-11", "furong-2020-03"])
@pytest.mark.parametrize("against", ["previous", "year_before"])
def test_the_hottest_by_growth_is_the_one_that_grew(case: str, against: str) -> None:
    found = hot_topics(made(case).frame, case.split("-", 1)[1], against=against, min_base=40)  # type: ignore[arg-type]
    first = found[(found["list"] == "growth") & (found["rank"] == 1)]
    assert first["topic"].tolist() == [GROWING[case]]
    assert not (found["list"] == "new").any()


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_to_have_grown_is_printed(case: str) -> None:
    assert list(case_settings(case).grown) == [GROWING[case]]
    assert GROWING[case] in printed(case)[1]


@pytest.fixture
def words() -> Vocabulary:
    return Vocabulary(published("yunxi-2022-Q3"), case_settings("yunxi-2022-Q3"))


def test_given_shares_are_met_over_all_units(words: Vocabulary) -> None:
    wanted = {"市场管理": 0.3, "医疗卫生健康": 0.05, "社会治安与综合管理": 0.2}
    matters = with_shares(words, wanted)
    unit = np.repeat(np.arange(len(words.page.units)), [100 * (n or 0) for n in words.page.counts["signed"]])
    about = matters.drawn(np.random.default_rng(1), unit)
    drawn = np.bincount(words.theme_of[about], minlength=len(words.categories)) / len(unit)
    for name, share in wanted.items():
        # 132500 draws: four standard errors are below 0.005
        assert abs(drawn[words.categories.index(name)] - share) < 0.005


def test_units_draw_what_their_name_says_and_nothing_left_out(words: Vocabulary) -> None:
    taken = printed_categories(words)
    assert [words.categories[theme] for theme in taken] == list(CATEGORIES["yunxi-2022-Q3"])
    matters = Matters.of(words, everyday(words, without=taken))
    rng, names = np.random.default_rng(1), list(words.page.units)
    about = matters.drawn(rng, np.full(20_000, names.index("区教育体育局")))
    themes = np.bincount(words.theme_of[about], minlength=len(words.categories))
    assert not themes[list(taken)].any()
    assert words.categories[int(themes.argmax())] == "教育文体"
    # without a unit: by the themes' weights, 16 for 城市管理 and 6 for 教育文体
    nobody = words.theme_of[matters.drawn(rng, np.full(20_000, -1))]
    ratio = (nobody == words.categories.index("城市管理")).sum() / (nobody == words.categories.index("教育文体")).sum()
    assert 2.3 < ratio < 3.1
