"""Tickets made up by hypothesis, and what they count, worked out ticket by ticket from the published meaning of each count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st

Ticket = dict[str, Any]
TIMES = ("received", "assigned", "sign_due", "signed", "contact_due", "contacted", "due", "closed", "revisit_time")
FLAGS = ("signed_late", "contacted_late", "overdue_flag", "extension_asked", "extension", "resolved", "told_citizen")
FLAGS += ("urgent", "higher_platform", "conduct", "business", "special_topic", "repeat_caller")
NUMBERS = ("returned", "late_returned", "return_rejected", "reworked", "reassigned", "supervised_by_phone")
NUMBERS += ("supervised_by_phone_replied", "supervised_in_writing", "supervised_in_writing_replied")
TEXTS = {"unit": ["甲", "乙", "丙"], "group": ["街道", "部门"], "channel": ["电话", "网络"], "topic": ["噪音", "a'b"]}
TEXTS |= {"revisit": ["revisited", "unanswered", "not_revisited"], "satisfied": ["yes", "rather", "no"]}
OPEN = "no answer"
COLUMNS = (*TIMES, *FLAGS, *NUMBERS, *TEXTS)

# around the ends of months, quarters and years, on the stroke and a second off it
_DAYS = [datetime(2022, 9, 25), datetime(2022, 9, 26), datetime(2022, 10, 1), datetime(2022, 12, 31, 23, 59, 59)]
_DAYS += [datetime(2022, 11, 25, 23, 59, 59), datetime(2023, 1, 1), datetime(2023, 1, 26), datetime(2023, 2, 28, 12)]
MOMENTS = st.none() | st.sampled_from(_DAYS) | st.sampled_from(_DAYS).map(lambda time: time + timedelta(seconds=1))


def tickets(columns: Iterable[str] = COLUMNS) -> st.SearchStrategy[list[Ticket]]:
    """Lists of tickets, any of whose values may be missing; values repeat often."""
    values: dict[str, st.SearchStrategy[Any]] = {name: MOMENTS for name in TIMES}
    values |= {name: st.sampled_from([None, True, False]) for name in FLAGS}
    values |= {name: st.sampled_from([None, 0, 0, 1, 3]) for name in NUMBERS}
    values |= {name: st.sampled_from([None, *words]) for name, words in TEXTS.items()}
    values["unit"] = st.sampled_from([None, "", " ", *TEXTS["unit"]])
    one = st.fixed_dictionaries({name: values[name] for name in COLUMNS if name in set(columns)})
    return st.lists(one, min_size=1, max_size=8)


def frame_of(rows: list[Ticket]) -> pd.DataFrame:
    """The tickets as an analyst's frame: times as times, all else as objects."""
    frame = pd.DataFrame(rows, columns=list(rows[0]), dtype=object)
    return frame.astype({name: "datetime64[us]" for name in TIMES if name in frame})


def period_number(moment: datetime, grain: int, starts_on: int) -> int:
    """The number of a period, counted from the year 0."""
    month = moment.year * 12 + moment.month - 1
    if starts_on > 1 and moment.day >= starts_on:
        month += 1
    return month // grain


def tally(row: Ticket, as_of: datetime, grain: int, starts_on: int) -> dict[str, tuple[datetime | None, Any]]:
    """Key to the moment at which a ticket counts, and what it adds; 0 where it does not belong to the count.

    Some counts ask a question of the tickets of a whole: None for a ticket outside it, OPEN without an answer.
    """
    found: dict[str, tuple[datetime | None, Any]] = {}
    get = row.get

    def put(key: str, event: str, belongs: Any, amount: int | None = 1) -> None:
        found[key] = (row[event], (amount or 0) if belongs else 0)

    def asked(key: str, event: str, whole: bool, answered: bool, yes: bool) -> None:
        found[key] = (row[event], None if not whole else int(yes) if answered else OPEN)

    begin = "assigned" if "assigned" in row else "received"
    put("received", "received", get("received") is not None)
    put("assigned", begin, get(begin) is not None)

    for done, limit, late, keys in (
        ("signed", "sign_due", "signed_late", ("signed", "signed_with_due", "signed_on_time", "late_signed")),
        (
            "contacted",
            "contact_due",
            "contacted_late",
            ("contacted", "contacted_with_due", "contacted_on_time", "late_contacted"),
        ),
    ):
        if done not in row and late not in row:
            continue
        event = done if done in row else begin
        whole = get(done) is not None if done in row else get(late) is not None
        put(keys[0], event, whole)
        if limit in row and done in row:
            known = get(limit) is not None
            on_time = bool(whole and known and row[done] <= row[limit])
        elif late in row:
            known, on_time = get(late) is not None, get(late) is False
        else:
            continue
        put(keys[1], event, whole and known)
        asked(keys[2], event, whole, known, on_time)
        asked(keys[3], event, whole, known, not on_time)

    has_due, has_flag = "due" in row, "overdue_flag" in row
    if "closed" in row:
        closed = row["closed"] is not None
        put("closed", "closed", closed)
        if closed and row["received"] is not None:
            earlier = period_number(row["received"], grain, starts_on) < period_number(row["closed"], grain, starts_on)
        else:
            earlier = False
        put("carried_over", "closed", earlier)
        if has_due or has_flag:
            known = (get("due") if has_due else get("overdue_flag")) is not None
            if has_due:
                late_now = bool(closed and known and row["closed"] > row["due"])
            else:
                late_now = get("overdue_flag") is True
            put("closed_with_due", "closed", closed and known)
            put("closed_without_due", "closed", closed and not known)
            asked("closed_on_time", "closed", closed, known, not late_now)
            asked("late_closed", "closed", closed, known, late_now)
    if has_due and "closed" in row:
        due, end = row["due"], row["closed"]
        put("overdue", "due", due is not None and (end > due if end is not None else due < as_of))
    elif has_flag:
        put("overdue", "due" if has_due else begin, get("overdue_flag") is True)

    ended = "closed" if "closed" in row else begin
    if "extension" in row:
        put("extension", ended, get("extension") is True)
    if "extension_asked" in row:
        put("extension_asked", ended, get("extension_asked") is True)
    if "extension" in row and "extension_asked" in row:
        put("extension_rejected", ended, row["extension_asked"] is True and row["extension"] is False)
    for key in NUMBERS:
        if key in row:
            put(key, ended if key == "reworked" else begin, True, row[key])
    phone, letter = get("supervised_by_phone") or 0, get("supervised_in_writing") or 0
    if "supervised_by_phone" in row or "supervised_in_writing" in row:
        put("supervised", begin, True, phone + letter)

    if "revisit_time" in row or "closed" in row:
        asked_again = "revisit_time" if "revisit_time" in row else "closed"
    else:
        asked_again = "received"
    reached: bool | None = None
    if "revisit" in row:
        reached = row["revisit"] == "revisited"
        put("revisit_unanswered", asked_again, row["revisit"] == "unanswered")
    elif "satisfied" in row:
        reached = row["satisfied"] is not None
    elif "revisit_time" in row:
        reached = row["revisit_time"] is not None
    if reached is not None:
        put("revisited", asked_again, reached)
        if "satisfied" in row:
            answer = row["satisfied"]
            put("evaluated", asked_again, reached and answer is not None)
            asked("satisfied", asked_again, reached, answer is not None, answer in ("yes", "rather"))
            asked("rather_satisfied", asked_again, reached, answer is not None, answer == "rather")
            asked("dissatisfied", asked_again, reached, answer is not None, answer == "no")
        if "resolved" in row:
            asked("resolved", asked_again, reached, row["resolved"] is not None, row["resolved"] is True)
            asked("unresolved", asked_again, reached, row["resolved"] is not None, row["resolved"] is False)
        if "told_citizen" in row:
            told = row["told_citizen"]
            asked("unanswered_to_citizen", asked_again, reached, told is not None, told is False)

    if "urgent" in row:
        urgent = row["urgent"] is True
        put("urgent", begin, urgent)
        if has_due:
            put("urgent_with_due", begin, urgent and row["due"] is not None)
        elif has_flag:
            put("urgent_with_due", begin, urgent and row["overdue_flag"] is not None)
        if has_due and "closed" in row:
            in_time = None not in (row["closed"], row["due"]) and row["closed"] <= row["due"]
            asked("urgent_on_time", begin, urgent, row["due"] is not None, in_time)
        elif has_flag and "closed" in row:
            in_time = row["closed"] is not None and row["overdue_flag"] is False
            asked("urgent_on_time", begin, urgent, row["overdue_flag"] is not None, in_time)
    for key, column in (("repeat", "repeat_caller"), ("higher_platform",) * 2, ("conduct",) * 2, ("business",) * 2):
        if column in row:
            put(key, "received", row[column] is True)
    if "special_topic" in row:
        put("special_topic", "received", row["special_topic"] is True)
    return found


def expected(
    rows: list[Ticket],
    by: list[str],
    *,
    as_of: datetime,
    grain: int = 1,
    starts_on: int = 1,
    only: int | None = None,
) -> dict[tuple[Any, ...], dict[str, int | None]]:
    """Work every count out, ticket by ticket.

    ``by`` names columns, and ``period`` for the number of the period; ``only`` keeps to one period. A count for which
    there are tickets, but none with an answer, is None.
    """
    pieces: dict[tuple[Any, ...], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for key, (moment, adds) in tally(row, as_of, grain, starts_on).items():
            number = None if moment is None else period_number(moment, grain, starts_on)
            if only is not None and number != only:
                continue
            place = tuple(number if name == "period" else (row[name] or "").strip() or "（未填写）" for name in by)
            pieces[place][key].append(adds)
    result = {}
    for place, counted in pieces.items():
        result[place] = {}
        for key, added in counted.items():
            answers = [one for one in added if one not in (None, OPEN)]
            result[place][key] = None if OPEN in added and not answers else sum(answers)
    return result
