"""The few words of the panels, in the languages of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_analysis.explore.month_data import MonthData

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "save": "保存为通报章节",
        "numbers": "图中数据",
        "reset": "恢复原数值",
        "as it is": "各项数值与现行办法相同；移动滑块即可看到名次变化。",
        "nothing to save": "没有可保存的内容。",
        "unit": "责任单位",
        "by": "按",
        "which": "选择",
        "topic": "热点事项",
        "category": "问题分类",
        "subcategory": "问题细类",
        "request_type": "诉求类型",
        "channel": "来源渠道",
        "area": "地区",
    },
    "en": {
        "save": "Save as a section of the bulletin",
        "numbers": "The chart's numbers",
        "reset": "Back to the scheme's numbers",
        "as it is": "All numbers are those of the scheme; move one to see who would change place.",
        "nothing to save": "There is nothing to save.",
        "unit": "Unit",
        "by": "By",
        "which": "Which",
        "topic": "topic",
        "category": "category",
        "subcategory": "subcategory",
        "request_type": "type of request",
        "channel": "channel",
        "area": "area",
    },
}


def word(key: str, month: MonthData) -> str:
    """Return a word of the panels in the month's language.

    Examples
    --------
    >>> from hotline_analysis.explore import load_month
    >>> word("unit", load_month("yunxi-2022-Q3"))
    '责任单位'
    """
    return WORDS[month.data.language.key][key]
