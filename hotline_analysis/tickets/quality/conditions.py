"""Conditions of rules that are too long for their list, as DuckDB SQL."""

from __future__ import annotations

from hotline_analysis.tickets.masking.checks import CHECK_CHARACTERS, PROVINCES, WEIGHTS


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
    """Say that a ticket's number is a mobile number or an ID-card number.

    Numbers of tickets that begin with, or carry, the day of receipt look like either, and are neither.
    """
    mobile = (
        "regexp_full_match(id, '([+]?86)?1[3-9][0-9]{9}') AND coalesce(id[:6] <> strftime(received, '%y%m%d'), true)"
    )
    total = " + ".join(f"{weight} * CAST(id[{place}] AS INTEGER)" for place, weight in enumerate(WEIGHTS, start=1))
    provinces = ", ".join(f"'{province}'" for province in sorted(PROVINCES))
    card = (
        f"'{CHECK_CHARACTERS}'[1 + ({total}) % 11] = upper(id[18]) AND id[:2] IN ({provinces})"
        " AND coalesce(try_strptime(id[7:14], '%Y%m%d') BETWEEN TIMESTAMP '1900-01-01' AND {now}, false)"
        " AND coalesce(id[7:14] <> strftime(received, '%Y%m%d'), true)"
    )
    # CASE, because only then are the digits of other numbers left alone
    return (
        f"CASE WHEN length(id) = 18 THEN CASE WHEN regexp_full_match(id, '[0-9]{{17}}[0-9Xx]') THEN {card} END"
        f" WHEN length(id) BETWEEN 11 AND 14 THEN {mobile} END"
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
