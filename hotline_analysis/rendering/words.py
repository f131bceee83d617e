"""What a page itself says, beside what the report says: once in each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The page's own words in one language; ``{}`` stands for what is filled in.

    Attributes
    ----------
    contents, skip, picture, table : str
        The list of contents, the link to the text, a picture and a table that say nothing about themselves.
    numbers : str
        Opens the table of a chart's numbers.
    find, found, none : str
        The field above a table; how many of how many rows are left; that there is none.
    arrows : str
        How a keyboard gets from figure to figure in a table.
    data, scheme, code, time, verify : str
        The line that says what the page was made from.
    between, end : str
        Stand between its parts, and at its end.
    """

    contents: str
    skip: str
    picture: str
    table: str
    numbers: str
    find: str
    found: str
    none: str
    arrows: str
    data: str
    scheme: str
    code: str
    time: str
    verify: str
    between: str
    end: str


CHINESE = Words(
    contents="目录",
    skip="跳到正文",
    picture="图：{}",
    table="表：{}",
    numbers="查看图中数据",
    find="查找{}",
    found="{}／{}行",
    none="没有相符的行",
    arrows="按方向键查看表中其他数字",
    data="数据：{}",
    scheme="考核办法：{}",
    code="程序：{}",
    time="数据时点：{}",
    verify="核对方法：在报告所在的输出文件夹中运行",
    between="；",
    end="。",
)
ENGLISH = Words(
    contents="Contents",
    skip="Skip to the text",
    picture="Chart: {}",
    table="Table: {}",
    numbers="Show the numbers of this chart",
    find="Find: {}",
    found="{} of {} rows",
    none="No such row",
    arrows="Arrow keys lead to the other figures of the table",
    data="Data: {}",
    scheme="scheme: {}",
    code="program: {}",
    time="as of {}",
    verify="To verify it, run this in the folder of the outputs:",
    between="; ",
    end=". ",
)


def words_in(lang: str) -> Words:
    """Return the page's own words in a language; Chinese is the language of the offices.

    Examples
    --------
    >>> words_in("en-US").contents, words_in("zh-CN").contents
    ('Contents', '目录')
    """
    return ENGLISH if lang.lower().startswith("en") else CHINESE
