"""Which header of an export may be which canonical column, and which may name a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.mapping.headers import normalised

_PERSONAL = re.compile(
    r"姓名|联系人|来电人|诉求人|反映人|投诉人|市民信息|电话(?!督办)|手机|来电号码|主叫|身份证|证件号|邮箱|微信号|住址|家庭地址"
    r"|(?:^|_)(?:name|phone|mobile|email|e-mail|caller|id_card)(?:$|_)",
    re.IGNORECASE,
)


def guess_columns(headers: Sequence[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Match headers with the names under which columns are known, the likeliest first.

    Returns
    -------
    chosen : dict of str to str
        Canonical column to header; no header is used twice.
    others : dict of str to list of str
        Canonical column to further headers that it could have been.

    Examples
    --------
    >>> guess_columns(["工单编号", "登记时间", "受理时间"])
    ({'id': '工单编号', 'received': '受理时间'}, {'received': ['登记时间']})
    """
    there = {normalised(header): header for header in reversed(headers) if header}
    found = sorted(
        (rank, order, key, there[normalised(name)])
        for order, (key, column) in enumerate(columns().items())
        for rank, name in enumerate(column.headers)
        if normalised(name) in there
    )
    chosen: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    for _, _, key, header in found:
        if header in chosen.values():
            continue
        if key not in chosen:
            chosen[key] = header
        elif header not in others.setdefault(key, []):
            others[key].append(header)
    unused = {key: [one for one in names if one not in chosen.values()] for key, names in others.items()}
    return {key: chosen[key] for key in columns() if key in chosen}, {key: one for key, one in unused.items() if one}


def guess_header(rows: Sequence[Sequence[str]]) -> int:
    """Return the position of the row that holds the most known headers; without any, of the first with two cells."""
    counts: list[int] = [len(guess_columns(row)[0]) for row in rows]
    if any(counts):
        return counts.index(max(counts))
    return next((place for place, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def looks_personal(header: str) -> bool:
    """Tell whether a header announces a person.

    Examples
    --------
    >>> [looks_personal(one) for one in ("联系电话", "caller_name", "电话督办次数", "责任单位")]
    [True, True, False, False]
    """
    return _PERSONAL.search(header) is not None
