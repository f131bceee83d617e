"""What the library notes in English, in Chinese: what was left out, put together, or could not be done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from hotline_analysis.report.drivers.names import term_name
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.wording import level_name
from hotline_analysis.tickets.columns import columns

_ANSWERS = {"True": "是", "False": "否", "satisfied": "满意", "not satisfied": "不满意"}
_COUNTS = {"assigned": "交办数", "revisited": "回访数"}
_NUMBER = re.compile(r"[\d,]*\d(\.\d+)?")
_COUNTED = re.compile(r"(?P<name>[^、]+?) \((?P<count>[\d,]+)\)(?P<and>、|$)")

# a note's pattern -> its words, with the pattern's groups in braces; empty words: the page says it elsewhere
_WORDS: Mapping[str, str] = {
    r"[Aa]ssociation is not cause: .*": "",
    r"one row a unit: .*": "数据为每个单位一行的汇总数，单位之间的关联不能推及单件工单",
    r'"rather satisfied" counts as (?P<v>.+)': "“基本满意”按{v}计",
    r"(?P<f>\w+) is rounded to multiples of (?P<n>[\d.]+)": "“{f}”按{n}的整倍数取整",
    r"(?P<f>\w+) is not rounded": "“{f}”未取整",
    r"(?P<f>\w+) is per hundred of (?P<c>\w+)": "“{f}”按每百件{c}计算",
    r"(?P<n>\d+) units without \w+ or a factor are left out: (?P<x>.+)":
        "{n}个单位没有回访或者缺少某项数据，未纳入：{x}",
    r"(?P<f>\w+): levels with few tickets are put together as .*?: (?P<l>.+)":
        "“{f}”中件数很少的类别合并为“（其余）”：{l}",
    r"(?P<f>\w+): levels with one outcome only are put together as .*?: (?P<x>.+)":
        "“{f}”中评价结果全部相同的类别并入“（其余）”：{x}",
    r"factor (?P<f>\w+) is left out: the tickets lack (?P<k>.+)":
        "工单缺少{k}，“{f}”未纳入",
    r"factor (?P<f>\w+) is left out: all have \w+ = (?P<v>.+)":
        "“{f}”全部为“{v}”，没有差异，未纳入",
    r"factor \w+ is left out: it decides .*": "",
    r"(?P<f>\w+) is not known of (?P<n>[\d,]+) of (?P<m>[\d,]+) tickets, .*":
        "{m}件工单中有{n}件“{f}”不详，未纳入",
    r"[\d,]+ patterns of [\d,]+ tickets: .*": "",
    r"step closed is left out: .*": "工单没有办结时间，样本流程缺“已办结”一环",
    r"step called is left out: .*": "工单没有回访状态，不能区分未拨打与未应答",
    r"non-response left out: no factor is known .*": "所选因素只在应答者中可知，未作未应答分析",
    r"non-response left out: .*separation.*": "个别因素与是否应答完全对应，未作未应答分析",
    r"non-response left out: .*": "数据不足以估计谁会应答，未作未应答分析",
    r"who answers: (?P<a>.+) left out, .*": "{a}有的情形下全部应答或者全部未应答，未应答分析中未纳入",
    r"GEE left out: .*": "广义估计方程（GEE）未能得出估计，未作这项核对",
    r"random intercept left out: one unit .*": "只有一个单位，未作随机截距模型核对",
    r"random intercept left out: .*": "随机截距模型未能得出估计，未作这项核对",
    r"one unit only: how answers .*": "只有一个单位，单位内部评价的相互关联无从判断",
    r"one unit only: the rate's .*": "只有一个单位，满意率的标准误按评价相互独立计算",
    r"standard errors take tickets as independent; .*":
        "标准误按工单相互独立计算，如同一单位的评价相互关联，则偏小",
    r"only (?P<n>\d+) clusters: bias-reduced .*": (
        "单位共{n}个，标准误采用小样本修正（CR2，"
        "Bell–McCaffrey自由度）；自由度低于四的P值不可靠，不作判断"
    ),
    r"(?P<n>\d+) clusters are few; .*": "只有{n}个单位，置信区间偏窄",
    r"φ = (?P<n>[\d.]+) is below 1 .*": "离散系数φ为{n}，小于一，按一计",
    r"raking left out: nobody answered of a level \((?P<f>\w+) = (?P<v>.+)\)":
        "“{f}”为“{v}”的无一作出评价，未作边际加权",
    r"raking left out: .*": "各项合计无法同时满足，未作边际加权",
    r"cross-validation: (?P<n>\d+) of (?P<m>\d+) folds separate; .*":
        "交叉验证的{m}组中，有{n}组去掉后个别因素与评价结果完全对应，这些组加入少量虚拟观测后估计（Clogg等人的方法）",
    r"no calibration slope: .*": "预测值与评价结果完全对应或者全部相同，校准斜率无法估计",
    r"no cross-validation: it needs three units": "单位不足三个，未作交叉验证",
    r"no cross-validation: .*there is nothing to explain.*": "去掉部分单位后评价结果全部相同，未作交叉验证",
    r"no cross-validation: .*": "去掉部分单位后有的因素无法估计，未作交叉验证",
    r"without (?P<x>.+) there is no estimate of some factor":
        "去掉{x}后，有的因素无法估计，相应结果依赖这些单位",
    r"(?P<x>.+) alone moves (?P<t>.+) by (?P<n>[\d.]+) standard errors":
        "仅{x}一个单位就使“{t}”的估计变动{n}个标准误，该结果应谨慎看待",
    r"(?P<g>.+) goes with other factors \(scaled VIF (?P<n>[\d.]+)\)":
        "“{g}”与其他因素高度重合（方差膨胀因子{n}），单独影响难以区分",
    r"units differ beyond the factors \(dispersion (?P<n>[\d.]+)\)":
        "单位之间还存在各因素不能说明的差异（离散系数{n}），置信区间已计入",
    r"weights mend only .*": "加权只能弥补所列因素能够说明的差别，未记录的差别无法弥补",
    r"(?P<w>.+): the weight of (?P<n>\d+) answers was cut at the limit":
        "{w}时有{n}件评价的权重按上限截断",
    r"the variance between units is estimated as nothing.*":
        "随机截距模型估计的单位间方差为零，与按评价相互独立的模型相同",
    r"(?P<f>\w+) leaves what was observed \((?P<n>\S+) to (?P<m>[^)]+)\).*":
        "假设情形中“{f}”超出实际范围（{n}至{m}），属外推",
    r".*groups: (?P<n>\d+) orders of entry were drawn .* of a share (?P<m>[\d.e-]+)\.":
        "相对重要性由随机抽取{n}种进入次序计算，抽样标准误最大为{m}",
    r"Shares of McFadden's .*": "",
}  # fmt: skip
UNKNOWN = Markup("另有一项说明见随附笔记本的技术说明")
_METHODS = {"inverse probability": "逆概率加权", "raking": "边际加权"}


def notes_of(found: DriverReport) -> list[str]:
    """Return all that the library noted, each once."""
    more = [*([] if found.nonresponse is None else found.nonresponse.notes)]
    more += [*([] if found.mixed is None else found.mixed.notes)]
    more += [note for one in found.what_ifs.values() for note in one.notes]
    return list(dict.fromkeys([*found.notes, *more, *found.importance.notes]))


def in_chinese(notes: Iterable[str], found: DriverReport, numbers: Numbers) -> list[Markup]:
    """Return the notes in Chinese with their numbers as facts, without those that the page says elsewhere."""
    said = [_said(note, f"note.{place}", found, numbers) for place, note in enumerate(notes)]
    return [words for words in dict.fromkeys(said) if words]


def has_words(note: str) -> bool:
    """Whether a note of the library is known here."""
    return any(re.fullmatch(pattern, note, re.DOTALL) for pattern in _WORDS)


def _said(note: str, key: str, found: DriverReport, numbers: Numbers) -> Markup:
    for pattern, words in _WORDS.items():
        match = re.fullmatch(pattern, note, re.DOTALL)
        if match:
            parts = {
                name: _part(name, text, f"{key}.{name}", found, numbers) for name, text in match.groupdict().items()
            }
            return Markup(words).format(**parts)  # noqa: S704 - our own words
    return UNKNOWN


def _part(kind: str, text: str, key: str, found: DriverReport, numbers: Numbers) -> object:
    names: Mapping[str, Callable[[str], object]] = {
        "n": lambda part: _number(part, key, numbers),
        "m": lambda part: _number(part, key, numbers),
        "f": found.label,
        "a": lambda part: "、".join(f"“{found.label(name)}”" for name in part.split(", ")),
        "g": lambda part: " × ".join(found.label(name) for name in part.split(" × ")),
        "t": lambda part: term_name(part, found),
        "c": lambda part: _COUNTS.get(part, part),
        "v": lambda part: _ANSWERS.get(part, level_name(part.removesuffix(".0"))),
        "w": lambda part: _METHODS.get(part, part),
        "k": _columns,
        "l": lambda part: _counted(part, key, numbers),
        "x": lambda part: part.replace(", ", "、"),
    }
    return names[kind](text)


def _number(text: str, key: str, numbers: Numbers) -> object:
    plain = text.replace(",", "")
    decimals = len(plain.partition(".")[2]) if "e" not in plain else 6
    return numbers.estimate(key, "说明中的数字", float(plain), decimals)


def _columns(text: str) -> str:
    """Name columns of tickets: ``closed and due, or overdue_flag``."""
    named = re.sub(r"\w+", lambda word: columns()[word.group()].zh if word.group() in columns() else word.group(), text)
    return named.replace(", or ", "或").replace(" and ", "、").replace(" ", "")


def _counted(text: str, key: str, numbers: Numbers) -> Markup:
    """Make the counts of ``市长信箱 (38)、省交办件 (2)`` facts."""
    parts = [
        Markup("{}{}").format(
            one["name"], numbers.count(f"{key}.{one['name']}", f"{one['name']}的评价数", float(one["count"]))
        )
        for one in _COUNTED.finditer(text)
    ]
    return Markup("、").join(parts)
