"""The shapes of personal numbers, and the words beside a run of digits that say what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hotline_analysis.personal.checks import is_bank_card, is_id_card, is_mistyped_id_card, is_old_id_card, is_plate

_HYPHENS, _SPACES = "‐‑‒–—―−﹣", "\u00a0\u2007\u2009\u200b\u200c\u200d\u202f\u2060\ufeff"
# marks of direction too, between digits
_SPACES += "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ARABIC_ZEROS = (0x0660, 0x06F0)
# every character keeps its place: what is found in the plain form stands at the same place in the text
_PLAIN = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_SPACES + "\u3000", " "),
        **{chr(zero + digit): str(digit) for zero in _ARABIC_ZEROS for digit in range(10)},
    }
)

_AREA = r"(?:10|2[0-9]|[3-9][0-9]{2})"
_LOCAL_8, _LOCAL_7 = r"[2-8][0-9]{3}[- ]?[0-9]{4}", r"[2-8][0-9]{2}[- ]?[0-9]{4}"
_LOCAL = rf"(?:{_LOCAL_8}|{_LOCAL_7})"
_EXTENSION = r"(?: ?(?:-|转|分机|ext\.?|x) ?[0-9]{1,6}(?![0-9]))?"
PLATE_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
LANDLINE = "［座机号］"
_SPOKEN = r"(?:电话|座机|固话|传真|tel|phone)(?:号码|号|是|为|\.|:| ){0,4}"

# 0, or degrees of longitude or latitude; 3. and 12. before a phone number it in a list
_DECIMAL = re.compile(r"(?:^|[^0-9])(?:0|1[89]|[2-9][0-9]|1[0-3][0-9])\.$")
_MONEY_BEFORE = re.compile(r"[¥￥$] ?$")
_MONEY_AFTER = re.compile(r"\.[0-9]{1,2}(?![0-9年月日号])| ?[万亿]?元")
_LETTERS = re.compile(r"[A-Za-z0-9]*?(?P<last>[A-Za-z]+)$")
_CONTACT_WORDS = {"tel", "phone", "mobile", "mob", "call", "wx", "vx", "v", "weixin", "wechat", "qq", "sj", "dh"}
# letters before digits that make them the number of something: GD13800138000, order13800138000, and ends of hashes;
# other words, such as Tom or zhang, are names
_CODE = re.compile(r"[A-Z]{1,4}|(?i:no|id|gd|wo|order|ticket|case)|(?=.*[0-9]).+|[A-Za-z]{16}")
_LABEL = re.compile(r"(?:工单|订单|受理|流水|案件|单|案)(?:编)?号(?:码)?[:为是# ]{0,3}$")
_BETWEEN = r"\r?\n|[-. _/]"
# what stands between figures more often than in a phone number, which must then be in three parts
_RATHER_FIGURES = {"\n", "\r\n", "_", "/"}
_GROUPINGS = {(11,), (3, 4, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (5, 6), (4, 7), (1,) * 11}
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def plain(text: str) -> str:
    """Write full-width characters, Arabic digits, hyphens and blanks of any kind plainly, each at its place."""
    return text.translate(_PLAIN)


@dataclass(frozen=True)
class Shape:
    """What one kind of number looks like.

    Attributes
    ----------
    kind : str
    token : str
        What is left in its place.
    pattern : re.Pattern
        Its group ``n``, or all of it, is the number.
    accepts : callable
        Whether this match is one, from the plain text around it.
    begins : re.Pattern or None
        Finds every place at which a match can begin: to try only there is several times faster. None: where `numbers`
        begin.
    needs : int
        How many digits there must be in a text that holds one.
    sign : str
        What else must be there.
    """

    kind: str
    token: str
    pattern: re.Pattern[str]
    accepts: Callable[[re.Match[str]], bool]
    begins: re.Pattern[str] | None
    needs: int
    sign: str

    def found(self, text: str, places: Sequence[int]) -> list[tuple[int, int]]:
        """Return first and last place of every number of this kind in a plain text.

        Parameters
        ----------
        places : sequence of int
            Where its numbers begin, as `numbers` gives it.
        """
        spans, end = [], 0
        for place in places if self.begins is None else [one.start() for one in self.begins.finditer(text)]:
            match = self.pattern.match(text, place) if place >= end else None
            if match is not None:
                end = match.end()
                if self.accepts(match):
                    spans.append(match.span("n"))
        return spans


_NUMBERS = re.compile(r"[0-9]+|[(+]")


def numbers(text: str) -> tuple[list[int], int]:
    """Return where runs of digits begin, and the signs that may stand before them; and how many digits there are."""
    spans = [one.span() for one in _NUMBERS.finditer(text)]
    return [start for start, _ in spans], sum(end - start for start, end in spans)


def _digits(match: re.Match[str]) -> str:
    return re.sub(r"[^0-9Xx]", "", match["n"])


def _before(match: re.Match[str], width: int = 16) -> str:
    return match.string[max(0, match.start("n") - width) : match.start("n")]


def _is_amount(match: re.Match[str]) -> bool:
    before = _before(match)
    return bool(
        _DECIMAL.search(before) or _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(match.string, match.end("n"))
    )


def _is_code(match: re.Match[str]) -> bool:
    """Tell whether letters or a label before the digits say that they are a number of something else."""
    before = _before(match)
    letters = _LETTERS.search(before)
    if _LABEL.search(before):
        return True
    return (
        letters is not None
        and letters["last"].lower() not in _CONTACT_WORDS
        and _CODE.fullmatch(letters[0]) is not None
    )


def _phone(match: re.Match[str]) -> bool:
    return not _is_amount(match) and not _is_code(match)


def _mobile(match: re.Match[str]) -> bool:
    """Tell whether the blanks or hyphens stand where people put them in a mobile number."""
    number = match["mobile"]
    if len(number) == 11:
        return _phone(match)
    groups = re.split(_BETWEEN, number)
    signs = set(re.findall(_BETWEEN, number))
    if len(signs) > 1 or (signs & _RATHER_FIGURES and len(groups) != 3):
        return False
    years = groups[0].startswith("19") and groups[1:2] and groups[1].startswith(("19", "20"))
    dated = _DATE.fullmatch(groups[-1])
    sizes = tuple(map(len, groups))
    return sizes in _GROUPINGS and not (sizes == (4, 4, 3) and years) and not dated and _phone(match)


def _local_phone(match: re.Match[str]) -> bool:
    return _DATE.fullmatch(_digits(match)) is None


def _id_card(match: re.Match[str]) -> bool:
    number = _digits(match)
    return is_id_card(number) or (
        is_mistyped_id_card(number) and not _is_amount(match) and not _LABEL.search(_before(match))
    )


def _old_id_card(match: re.Match[str]) -> bool:
    return not _is_amount(match) and not _is_code(match) and is_old_id_card(_digits(match))


def _bank_card(match: re.Match[str]) -> bool:
    return not _is_amount(match) and not _LABEL.search(_before(match)) and is_bank_card(_digits(match))


def _spoken_card(match: re.Match[str]) -> bool:
    return True


def _plate(match: re.Match[str]) -> bool:
    return is_plate(match["tail"].upper())


def _email(match: re.Match[str]) -> bool:
    return True


_DIGITS = r"[0-9]+|[+(]"


def _shape(
    kind: str,
    token: str,
    pattern: str,
    accepts: Callable[[re.Match[str]], bool],
    *,
    needs: int = 0,
    sign: str = "",
    begins: str | None = None,
) -> Shape:
    expression = re.compile(pattern, re.IGNORECASE | re.ASCII)
    return Shape(kind, token, expression, accepts, re.compile(begins) if begins else None, needs, sign)


_EMAIL = r"(?<![a-z0-9._%+-])(?P<n>[a-z0-9._%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}[a-z]{2,24})(?![a-z0-9-])"
# not inside other digits; a sign or a bracket begins a number even right after one
_START = r"(?:(?<![0-9])|(?=[+(]))"
_GAP_1 = f"(?:{_BETWEEN})?"
_MOBILE = (
    _START + r"(?P<n>(?:\(?(?:\+|00)?86\)?[- ]?)?0?"
    # not the first digits of a hash
    rf"(?P<mobile>1{_GAP_1}[3-9](?:{_GAP_1}[0-9]){{9}}))(?![0-9]|[a-f][0-9a-f]{{7}})"
)
_LANDLINE = (
    rf"{_START}(?P<n>(?:"
    rf"\(?(?:\+|00)86\)?[- ]?\(?0?{_AREA}\)?[- ]{{0,2}}{_LOCAL}"
    rf"|\(?0(?:10|2[0-9])\)?[- ]{{0,2}}{_LOCAL_8}"
    rf"|\(?0[3-9][0-9]{{2}}\)?[- ]{{0,2}}{_LOCAL})(?![0-9]){_EXTENSION})"
)
_CARD, _END = r"(?<![0-9])(?P<n>(?:[3-6]|9(?=558))", r")(?![0-9])"
_TAIL = r"[a-hj-np-z0-9]{6}|[a-hj-np-z0-9]{4}[a-hj-np-z0-9挂学警港澳]"
_PLATE = rf"(?P<n>[{PLATE_PROVINCES}] ?[a-hj-np-z][-·・•. ]?(?P<tail>{_TAIL}))(?![a-z0-9])"

_SPOKEN_CARD = r"(?:银行卡|卡号|[账帐]号)(?:号码|号|是|为|:| ){0,4}(?P<n>[0-9](?:[- ]?[0-9]){15,18})(?![0-9])"
_CARD_4 = rf"{_CARD}[0-9]{{3}}([- ])"
_ID_18 = r"(?<![0-9])(?P<n>[0-9]{6}([- ]?)[0-9]{8}\2[0-9]{3}[0-9x])(?![0-9])"
_ID_15 = r"(?<![0-9])(?P<n>[0-9]{6}([- ]?)[0-9]{6}\2[0-9]{3})(?![0-9a-z])"
_SPOKEN_PHONE = rf"{_SPOKEN}(?P<n>{_LOCAL}(?![0-9]){_EXTENSION})"

# an earlier shape goes first: the digits of an address are not a phone
SHAPES = (
    _shape("email", "［邮箱］", _EMAIL, _email, sign="@", begins=r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++(?=@)"),
    _shape("id_card", "［身份证号］", _ID_18, _id_card, needs=17),
    _shape("bank_card", "［银行卡号］", _SPOKEN_CARD, _spoken_card, needs=16, begins="[银卡账帐]"),
    _shape("bank_card", "［银行卡号］", rf"{_CARD}[0-9]{{15,18}}{_END}", _bank_card, needs=16),
    _shape("bank_card", "［银行卡号］", rf"{_CARD_4}(?:[0-9]{{4}}\2){{3}}[0-9]{{1,3}}{_END}", _bank_card, needs=16),
    _shape("bank_card", "［银行卡号］", rf"{_CARD_4}(?:[0-9]{{4}}\2){{2}}[0-9]{{4}}{_END}", _bank_card, needs=16),
    _shape("bank_card", "［银行卡号］", rf"{_CARD}[0-9]{{5}}[- ][0-9]{{10,13}}{_END}", _bank_card, needs=16),
    _shape("id_card", "［身份证号］", _ID_15, _old_id_card, needs=15),
    _shape("phone", "［手机号］", _MOBILE, _mobile, needs=11),
    _shape("phone", LANDLINE, _LANDLINE, _phone, needs=9),
    _shape("phone", LANDLINE, _SPOKEN_PHONE, _local_phone, needs=7, begins="[电座固传tTpP]"),
    _shape("plate", "［车牌号］", _PLATE, _plate, begins=f"[{PLATE_PROVINCES}]"),
)

# What any of the shapes needs, in the RE2 syntax that DuckDB and Arrow share: eleven digits with little between them,
# an address' sign, a plate's province and letter, or seven digits after a word such as 电话.
_D = "[0-9０-９\u0660-\u0669\u06f0-\u06f9]"
_GAP = f"[-+.()_/\r\n （）＿／＋．－\u3000{_HYPHENS}{_SPACES}]"
CANDIDATE = (
    rf"{_D}(?:{_GAP}{{0,3}}{_D}){{10}}|[@＠]|[{PLATE_PROVINCES}]{_GAP}?[A-Za-zＡ-Ｚａ-ｚ]"
    rf"|(?i:电话|座机|固话|传真|[tｔ][eｅ][lｌ]|[pｐ][hｈ][oｏ][nｎ][eｅ])[^0-9]{{0,16}}{_D}(?:{_GAP}?{_D}){{6}}"
)
