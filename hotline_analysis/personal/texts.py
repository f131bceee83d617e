"""Mask one text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from hotline_analysis.personal.patterns import LANDLINE, SHAPES, numbers, plain
from hotline_analysis.textual import visible

__all__ = ["KINDS", "KIND_NAMES", "LANDLINE", "harmless", "mask"]

KIND_NAMES: Mapping[str, str] = {
    "phone": "电话号码",
    "id_card": "身份证号",
    "bank_card": "银行卡号",
    "plate": "车牌号",
    "email": "电子邮箱",
}
KINDS = tuple(KIND_NAMES)
_Span = tuple[int, int, str, str]  # first place, place after the last, token, kind
_ANY = re.compile(r"[\d@＠]")


def mask(text: str, *, keep: Collection[str] = ()) -> tuple[str, dict[str, int]]:
    """Replace every personal number in a text by a token that names its kind.

    Found are mobile numbers (with +86, blanks, hyphens, slashes, line ends, full-width or Arabic digits), landlines
    with an area code or after a word such as 电话, ID-card numbers (18 characters with a birth date, whose check
    character is right or whose holder was born before 2010; 15 digits with a birth date), bank cards (16 to 19 digits
    with the Luhn check, of UnionPay, or after 银行卡 or 账号), licence plates, and e-mail addresses. Numbers of
    tickets, dates, amounts and short numbers such as 12345 stay.

    Parameters
    ----------
    text : str
    keep : collection of str
        Of `KINDS`, those that stay; `LANDLINE` keeps the landlines among the phones.

    Returns
    -------
    masked : str
    counts : dict of str to int
        How many of each of `KINDS` were found; kinds of which there was none are left out.

    Examples
    --------
    >>> mask("12345热线，联系电话138-0013-8000，工单20221103000123")
    ('12345热线，联系电话［手机号］，工单20221103000123', {'phone': 1})
    """
    spans = sorted(_spans(plain(text))) if _ANY.search(text) else []
    spans = [span for span in spans if span[3] not in keep and span[2] not in keep]
    if not spans:
        return text, {}
    pieces, end = [], 0
    for start, stop, token, _ in spans:
        pieces += [text[end:start], token]
        end = stop
    return "".join([*pieces, text[end:]]), dict(Counter(kind for *_, kind in spans))


def harmless(message: str) -> str:
    r"""Make a message that goes to terminals, logs and files harmless: no personal number, nothing unseen.

    Examples
    --------
    >>> harmless("a.yaml, line 3, key unit: no such unit; found '张三13800138000\u202e'")
    "a.yaml, line 3, key unit: no such unit; found '张三［手机号］[U+202E]'"
    """
    return visible(mask(message)[0])


def _spans(text: str) -> list[_Span]:
    """Return every number.

    What was found is blanked out, so that no later shape reads it; then its neighbours stand free, and are looked for
    again.
    """
    taken: list[_Span] = []
    known = -1
    places, digits = numbers(text)
    while known < len(taken):
        known = len(taken)
        for shape in SHAPES:
            if shape.needs > digits or shape.sign not in text:
                continue
            new = [(start, stop, shape.token, shape.kind) for start, stop in shape.found(text, places)]
            if new:
                taken += new
                text = _blanked(text, new)
                places, digits = numbers(text)
    return taken


def _blanked(text: str, spans: list[_Span]) -> str:
    pieces, end = [], 0
    for start, stop, *_ in spans:
        pieces += [text[end:start], "\x00" * (stop - start)]
        end = stop
    return "".join([*pieces, text[end:]])
