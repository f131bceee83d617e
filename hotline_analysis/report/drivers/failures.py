"""Why there is no estimate, in Chinese: what the library's error says, with its names and counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from hotline_analysis.report.drivers.evidence import Evidence
from hotline_analysis.report.drivers.names import column_name, factor_labels
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.phrases import listed
from hotline_analysis.statistics.drivers.problems import ModelError
from hotline_analysis.statistics.drivers.wording import RATES, level_name

FEW = 10  # answers of the rarer outcome, below which no factor can be told from chance

# an error's problem -> its words; {columns} are named in `value`, {at} and {factor} in `where`
_WORDS: Mapping[str, str] = {
    r"(nothing but successes|no success at all); .*": "所分析的评价全部{all}，没有差异可供分析",
    r"separation: every one of the (?P<n>[\d.e+]+) tickets (?P<with>with|without) it is a (?P<end>success|failure)":
        "{at}的{n}评价全部{end}，影响大小无法估计",
    r"separation: these together decide .*": "{columns}合在一起可以完全决定评价结果，影响大小无法估计",
    r"a factor that no ticket has": "{columns}在所分析的评价中都没有出现",
    r"factors follow from one another": "{columns}互相重合，知道其一即知其余，无法分清各自的影响",
    r"no factor varies": "所选因素（{columns}）在所分析的评价中都没有变化",
    r"a factor with a single value explains nothing": "公式中的“{factor}”在所分析的评价中没有变化",
    r"nothing is left to estimate φ from": "单位数不多于模型的系数，没有余地估计单位之间的差异，应减少因素",
    r"more columns than .*|one unit has no variance .*": "单位太少，不足以估计所选的全部因素，应减少因素",
    r"the fit of a subset of the factors did not settle": "计算相对重要性时模型未能收敛，应减少因素或者合并类别",
    r".* (do|does) not settle.*|the margins cannot all be met": "模型反复计算后仍未收敛，应减少因素或者合并类别",
}  # fmt: skip
OTHER = "数据不符合模型的要求"


def reason(evidence: Evidence, error: ModelError, numbers: Numbers) -> Markup:
    """Say what the error is about, and whether so few answers could tell anything at all."""
    said = [Markup("具体情形：{}。").format(_said(evidence, error, numbers))]
    word, few = evidence.rarer
    if 0 < few < FEW:
        count = numbers.count("rarer", f"{word}的评价", few)
        said.append(
            Markup("{}的评价仅有{}，不足以估计任何因素的影响，宜合并更长的时期，或者改用其他结果指标。").format(
                word, count
            )
        )
    return Markup("").join(said)


def has_words(problem: str) -> bool:
    """Whether an error of the library is known here."""
    return any(re.fullmatch(pattern, problem) for pattern in _WORDS)


def _said(evidence: Evidence, error: ModelError, numbers: Numbers) -> Markup:
    for pattern, words in _WORDS.items():
        found = re.fullmatch(pattern, error.problem)
        if found is not None:
            return _filled(words, found, evidence, error, numbers)
    return escape(OTHER)


def _filled(
    words: str, found: re.Match[str], evidence: Evidence, error: ModelError, numbers: Numbers
) -> Markup:  # fmt: skip
    labels = factor_labels(evidence.patterns)
    _, yes, no = RATES[evidence.outcome]
    parts: dict[str, Callable[[], object]] = {
        "all": lambda: yes if "successes" in error.problem else no,
        "n": lambda: numbers.count("failure.n", "结果全部相同的评价", float(found["n"])),
        "end": lambda: yes if found["end"] == "success" else no,
        "at": lambda: _at(str(error.where), labels, is_with=found["with"] == "with"),
        "columns": lambda: listed(f"“{column_name(name, labels)}”" for name in str(error.value).split(", ")),
        "factor": lambda: labels.get(str(error.where), str(error.where)),
    }
    used = re.findall(r"{(\w+)}", words)
    return Markup(words).format(**{name: parts[name]() for name in used})  # noqa: S704 - our own words


def _at(where: str, labels: Mapping[str, str], *, is_with: bool) -> str:
    """Name what a separation is about: ``factor channel, level 微信``, or a column."""
    found = re.fullmatch(r"factor (\w+), level (.*)", where)
    if found is None:
        return f"“{column_name(where, labels)}”" + ("" if is_with else "以外")
    name, level = labels.get(found[1], found[1]), found[2]
    if level == "True":
        return f"“{name}”为“{'是' if is_with else '否'}”"
    return f"“{name}”{'为' if is_with else '不为'}“{level_name(level)}”"
