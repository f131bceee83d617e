"""Three sentences in Chinese for a director: from the estimates and their uncertainty, silent where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_analysis.shown import Shown
from hotline_analysis.statistics.drivers.findings import Wished, found_sentence, meaning_sentence
from hotline_analysis.statistics.drivers.problems import (
    ConvergenceError,
    DesignError,
    ModelError,
    OutcomeError,
    SeparationError,
)
from hotline_analysis.statistics.drivers.sentences import Sentence, count, say, several, share, spread
from hotline_analysis.statistics.drivers.wording import OTHER_RATE, RATES, rate_name

if TYPE_CHECKING:
    from hotline_analysis.statistics.drivers.patterns import Patterns
    from hotline_analysis.statistics.drivers.report import DriverReport

NOT_CAUSE = "以上为统计关联，不等于因果关系，不能据此断定改变某一因素必然带来相应变化。"
NOT_NOTHING = "没有结论不等于没有影响。"
FAILURES: Mapping[type[ModelError], str] = {
    OutcomeError: "全部评价结果相同，没有差异可供分析",
    SeparationError: "个别因素与评价结果完全对应，其影响大小无法估计",
    DesignError: "所选因素没有变化、互相重合或者多于数据所能区分，无法分清各自的影响",
    ConvergenceError: "模型计算未能收敛，结果不可采用",
}


@dataclass(frozen=True, repr=False)
class Summary(Shown):
    """What a director reads first.

    Attributes
    ----------
    said : tuple of Sentence
        Three: what was analysed; what goes with the outcome; what a change would mean, and how much is explained.
    note : str
        That association is not cause.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> from hotline_analysis.statistics.drivers import analyse_patterns
    >>> report = analyse_patterns(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> report.summary.text == "".join(report.summary.sentences) + report.summary.note
    True
    """

    said: tuple[Sentence, ...]
    note: str = NOT_CAUSE

    def _said(self) -> str:
        return self.text

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences as texts."""
        return tuple(map(str, self.said))

    @property
    def text(self) -> str:
        """All of it as one paragraph."""
        return "".join((*self.sentences, self.note))


def summarise(report: DriverReport, *, when: str = "", where: str = "", wished: Wished | None = None) -> Summary:
    """Say in three sentences what a report found.

    Parameters
    ----------
    report : DriverReport
    when, where : str, optional
        The period as a bulletin writes it, as ``2022年11月``, and the district.
    wished : mapping of str to sequence of str, optional
        The factors that each of ``report.what_ifs`` changes; those of `WISHES`, otherwise.

    Notes
    -----
    An effect is named only if its interval leaves out zero and it stands after Holm's adjustment for all effects that
    were looked at (`with_claims`): of data without any driver, nothing is said in 95 of 100 cases. The largest come
    first, and those that are certainly small are counted and not named (`with_sizes`). A change is named only if its
    interval leaves out zero and every factor that it changes has such an effect; if all changes lie within one
    percentage point of zero, it is said that they are small.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> from hotline_analysis.statistics.drivers import analyse_patterns
    >>> report = analyse_patterns(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> summarise(report, when="2022年11月").sentences[0][:9]
    '2022年11月，'
    """
    rate = rate_name(report.fit.patterns.outcome)
    begin = [part for part in (when, where) if part]
    return Summary((_scope(report, rate, begin), found_sentence(report, rate), meaning_sentence(report, rate, wished)))


def summarise_failure(error: ModelError, *, when: str = "", patterns: Patterns | None = None) -> Summary:
    """Say plainly that nothing can be said, and why.

    Parameters
    ----------
    error : ModelError
        With which the analysis ended.
    when : str, optional
    patterns : Patterns, optional
        What was to be analysed; its counts are said.

    Examples
    --------
    >>> from hotline_analysis.statistics.drivers import OutcomeError
    >>> summarise_failure(OutcomeError("every answer is the same"), when="2022年11月").sentences[0]
    '2022年11月的数据无法作影响因素分析。'
    """
    reason = next((text for kind, text in FAILURES.items() if isinstance(error, kind)), "数据不符合模型的要求")
    first = say("{when}无法作影响因素分析。", when=f"{when}的数据" if when else "本期数据")
    if patterns is not None:
        first = several([first, _answers(patterns)], "")
    return Summary((first, say("原因是{r}。", r=reason), say("因此对各因素的影响不作任何判断。")), NOT_NOTHING)


def _answers(patterns: Patterns) -> Sentence:
    good, of = int(patterns.successes.sum()), int(patterns.trials.sum())
    _, yes, no = RATES.get(patterns.outcome, OTHER_RATE)
    return say(
        "纳入分析的回访评价共{of}，其中{yes}{good}、{no}{bad}。", yes=yes, no=no,
        of=count("answers", "纳入分析的评价", of), good=count("good", yes, good), bad=count("bad", no, of - good),
    )  # fmt: skip


def _scope(report: DriverReport, rate: str, begin: list[str]) -> Sentence:
    base, patterns = report.rate, report.fit.patterns
    good, of = int(patterns.successes.sum()), int(patterns.trials.sum())
    said = say(
        "{begin}纳入分析的回访评价共{of}，涉及{units}责任单位，{rate}为{value}",
        begin="".join(f"{part}，" for part in begin), of=count("answers", "纳入分析的评价", of), rate=rate,
        units=count("units", "责任单位", report.fit.n_clusters, "个"),
        value=share("rate", rate, good, of, _decimals(good, of)),
    )  # fmt: skip
    if not base["low"] < base["high"]:
        return say("{said}。", said=said)
    ends = spread("rate", f"{rate}95%置信区间", 100 * base["low"], 100 * base["high"], _decimals(good, of), unit="%")
    return say("{said}（95%置信区间{ends}）。", said=said, ends=ends)


def _decimals(good: int, of: int) -> int:
    """Return how many decimals a rate needs so that 6,163 of 6,164 do not read as all."""
    return 1 if 0.0005 <= good / of < 0.9995 or good in (0, of) else 2
