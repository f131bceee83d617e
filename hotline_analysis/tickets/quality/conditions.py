"""Conditions of rules that are too long for their list, as DuckDB SQL."""

from __future__ import annotations

from hotline_analysis.personal.checks import CHECK_CHARACTERS, PROVINCES, WEIGHTS
from hotline_analysis.personal.patterns import PLATE_PROVINCES

_WIDE, _NARROW = "０１２３４５６７８９＋（）－．　Ｘｘ", "0123456789+()-. Xx"
# between other characters, but not between further digits; the group is the number
_MOBILE_INSIDE = "(?:^|[^0-9])(?:86)?(1[3-9][0-9]{9})(?:[^0-9]|$)"
_CARD_INSIDE = "(?:^|[^0-9])([0-9]{17}[0-9Xx])(?:[^0-9]|$)"
# what an id that is or holds one of them looks like, whatever the width of its digits; hardly any other id goes further
_D = "[0-9０-９]"
_MAY_HOLD = "|".join(
    (
        f"(^|[^0-9０-９])([8８][6６])?[1１][3-9３-９]{_D}{{9}}([^0-9０-９]|$)",
        f"(^|[^0-9０-９]){_D}{{17}}[0-9０-９XxＸｘ]([^0-9０-９]|$)",
        f"^[6６][2２]{_D}{{14,17}}$",
        rf"^[+＋(（]|^{_D}+[-.() －．（）　]",
    )
)


def before(later: str, earlier: str) -> str:
    """Say that what comes later bears an earlier moment.

    A moment at 0:00 may be a day without a clock. It is early only if its day is.
    """
    same_day = f"{later} = date_trunc('day', {later}) AND {later}::DATE = {earlier}::DATE"
    # CASE: only the few early ones are looked at closely
    return f"CASE WHEN {later} < {earlier} THEN NOT ({same_day}) END"


def _contradicts(flag: str, moment: str, limit: str, *, excused: str = "false", passed: str = "false") -> str:
    """Say that a flag for late and the times contradict each other, however a limit without a clock is read.

    A limit of 0:00 may mean the day's beginning or its end.
    """
    day_after = f"{limit} <> date_trunc('day', {limit}) OR {moment} > {limit} + INTERVAL 1 DAY"
    return (
        f"CASE WHEN {flag} THEN {moment} <= {limit} OR ({moment} IS NULL AND {passed})"
        f" WHEN {moment} > {limit} THEN NOT {flag} AND NOT coalesce({excused}, false) AND ({day_after}) END"
    )


def _personal_id() -> str:
    """Say that a ticket's number is a mobile, ID-card or bank-card number, a plate or an address, however spaced.

    A mobile or an ID-card number is found also where letters or signs stand around it (13800138000x), but not within a
    longer run of digits. Numbers of tickets that begin with, or carry, the day of receipt look like some of these, and
    are none. Of bank cards only those that begin with 62 are told from other long numbers.
    """
    narrow = f"translate(id, '{_WIDE}', '{_NARROW}')"
    spaced = f"regexp_replace({narrow}, '[-.() ]', '', 'g')"
    inside = (f"regexp_extract({narrow}, '{shape}', 1)" for shape in (_MOBILE_INSIDE, _CARD_INSIDE))
    # as a list, because DuckDB prepares every mention of a text anew, for ids that never get here too
    number = f"list_bool_or([{_personal_number('digits')} FOR digits IN [{', '.join((spaced, *inside))}]])"
    plate = f"regexp_full_match(upper(id), '[{PLATE_PROVINCES}][A-Z][-·. ]?[A-Z0-9]{{5,6}}')"
    # CASE, because AND would ask everything of every id
    return (
        "CASE WHEN contains(id, '@') THEN true"
        f" WHEN regexp_matches(id, '{_MAY_HOLD}') THEN {number} WHEN {plate} THEN true END"
    )


def _personal_number(text: str) -> str:
    """Say that digits without blanks are a mobile, an ID-card or a bank-card number."""
    mobile = (
        f"regexp_full_match({text}, '([+]?86)?1[3-9][0-9]{{9}}')"
        f" AND coalesce(({text})[:6] <> strftime(received, '%y%m%d'), true)"
    )
    total = " + ".join(f"{weight} * CAST(({text})[{place}] AS INTEGER)" for place, weight in enumerate(WEIGHTS, 1))
    provinces = ", ".join(f"'{province}'" for province in sorted(PROVINCES))
    born = f"({text})[7:14]"
    card = (
        f"'{CHECK_CHARACTERS}'[1 + ({total}) % 11] = upper(({text})[18]) AND ({text})[:2] IN ({provinces})"
        f" AND coalesce(try_strptime({born}, '%Y%m%d') BETWEEN TIMESTAMP '1900-01-01' AND {{now}}, false)"
        f" AND coalesce({born} <> strftime(received, '%Y%m%d'), true)"
    )
    # Luhn: from the right, every second digit counts double, and its digits are added
    luhn = (
        f"list_sum([CASE WHEN n % 2 = 1 THEN CAST(reverse({text})[n] AS INTEGER)"
        f" ELSE 2 * CAST(reverse({text})[n] AS INTEGER) // 10 + 2 * CAST(reverse({text})[n] AS INTEGER) % 10 END"
        f" FOR n IN range(1, length({text}) + 1)]) % 10 = 0"
    )
    # CASE, because only then are the digits of other numbers left alone
    return (
        f"CASE WHEN regexp_full_match({text}, '62[0-9]{{14,17}}') THEN {luhn}"
        f" WHEN regexp_full_match({text}, '[0-9]{{17}}[0-9Xx]') THEN {card}"
        f" WHEN length({text}) BETWEEN 11 AND 14 THEN {mobile} END"
    )


_NAMED = {
    "{personal_id}": _personal_id(),
    "{overdue}": _contradicts("overdue_flag", "closed", "due", excused="extension", passed="due > {now}"),
    "{signed_late}": _contradicts("signed_late", "signed", "sign_due"),
    "{contacted_late}": _contradicts("contacted_late", "contacted", "contact_due"),
}


def named(where: str) -> str:
    """Return a condition, or the one that a name in braces stands for."""
    return _NAMED.get(where, where)
