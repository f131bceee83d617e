"""What the index itself says, once in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The words of the index in one language; ``{}`` stands for what is filled in."""

    title: str
    lead: str
    counted: Mapping[str, str]
    skip: str
    areas: str
    find: str
    example: str
    found: str
    nothing_found: str
    empty: str
    kinds: Mapping[str, str]
    states: Mapping[str, str]
    changed: Mapping[str, str]
    unsaid: str
    earlier: str
    notebook: str
    formats: Mapping[str, str]
    files: str
    since: str
    unchanged: str
    no_before: str
    total_is: str
    value: str
    up: str
    down: str
    same: str
    new: str
    gone: str
    highest: str
    lowest: str
    place: str
    moves_are: str
    places: str
    between: str
    end: str
    brackets: str
    colon: str
    broken: str
    problems: Mapping[str, str]
    note: str
    legend: str


CHINESE = Words(
    title="12345热线通报目录",
    lead="{areas}个地区，{reports}份报告",
    counted={"failed": "{}份生成失败", "stale": "{}份待更新", "altered": "{}份文件不符", "not-made": "{}份尚未生成"},
    skip="跳到报告",
    areas="各地区",
    find="查找报告",
    example="地区、时期、报告或状态",
    found="{}／{}份报告",
    nothing_found="没有相符的报告",
    empty="这个文件夹里还没有报告。",
    kinds={
        "bulletin": "通报",
        "league-table": "排行榜",
        "drivers": "满意度影响因素",
        "quality": "数据质量",
        "audit": "通报核查",
    },
    states={
        "made": "已生成",
        "failed": "生成失败",
        "stale": "待更新",
        "altered": "文件不符",
        "older": "已生成",
        "unknown": "已生成",
        "not-made": "尚未生成",
    },
    changed={
        "data": "数据已变动",
        "gone": "原来的数据或参数文件已不在",
        "scheme": "考核办法已变动",
        "jurisdiction": "地区设置已变动",
        "parameters": "报告参数已变动",
        "not reached": "上次批量运行中断，没有重新生成",
        "older": "由较早版本的程序生成",
        "unknown": "找不到原数据，无法判断是否过期",
        "altered": "缺少或改动过：{}",
        "not-made": "上次批量运行中断",
    },
    unsaid="没有留下错误信息",
    earlier="下列文件是上一次成功生成的",
    notebook="出错的笔记本",
    formats={"ipynb": "笔记本", "facts": "数据", "manifest": "清单", "quality": "质量数据"},
    files="文件",
    since="比{before} {change}",
    unchanged="与{before}持平",
    no_before="没有{before}的报告可比",
    total_is="{label}：{values}",
    value="{period} {value}{unit}",
    up="升{}",
    down="降{}",
    same="平{}",
    new="新列{}",
    gone="退出{}",
    highest="升幅最大：{}",
    lowest="降幅最大：{}",
    place="{unit}（{before}→{now}）",
    moves_are="{units}个单位的名次与{before}相比：{counts}",
    places="名次",
    between="，",
    end="。",
    brackets="（{}）",
    colon="：",
    broken="无法识别的清单",
    problems={
        "cannot be read": "读不出来",
        "not JSON": "不是JSON文件",
        "a manifest of another version": "由其他版本的程序生成，请重新生成报告",
        "not a manifest": "不是报告的清单",
        "": "内容不完整或不合规定",
    },
    note="状态以编制本目录时的数据、参数和程序为准；此后的变动，下一次运行 hotline batch 或 hotline index 后才会显示。",
    legend="柱形为总量，最右一根是本期；连线由左侧的上期名次到右侧的本期名次，名次高的在上，蓝色实线为上升，红色虚线为下降。",
)


def words_in(lang: str) -> Words:
    """Return the words of a language; Chinese is the language of the offices.

    Examples
    --------
    >>> words_in("en-US").title, words_in("zh-CN").title
    ('Hotline reports', '12345热线通报目录')
    """
    from hotline_analysis.batch.index.english import ENGLISH  # only a page in English needs it

    return ENGLISH if lang.lower().startswith("en") else CHINESE
