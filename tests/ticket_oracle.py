"""Tickets made up by hypothesis, and what they count, worked out ticket by ticket from the meaning of each count."""

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
ASKED = "could be overdue"
COLUMNS = (*TIMES, *FLAGS, *NUMBERS, *TEXTS)

# around the ends of months, quarters and years, on the stroke and a second off it
_DAYS = [datetime(2022, 9, 25), datetime(2022, 9, 26), datetime(2022, 10, 1), datetime(2022, 12, 31, 23, 59, 59)]
_DAYS += [datetime(2022, 11, 25, 23, 59, 59), datetime(2023, 1, 1), datetime(2023, 1, 26), datetime(2023, 2, 28, 12)]
MOMENTS = st.none() | st.sampled_from(_DAYS) | st.sampled_from(_DAYS).map(lambda time: time + timedelta(seconds=1))


def tickets(columns: Iterable[str] = COLUMNS) -> st.SearchStrategy[list[Ticket]]:
    """Lists of tickets, any of whose values may be missing; values repeat often."""
    values: dict[str, st.SearchStrategy[Any]] = dict.fromkeys(TIMES, MOMENTS)
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


class Tally:
    """What one ticket adds to every count: key to the moment at which it counts, and what it adds."""

    def __init__(self, row: Ticket, as_of: datetime, grain: int, starts_on: int) -> None:
        self.row, self.as_of, self.grain, self.starts_on = row, as_of, grain, starts_on
        self.found: dict[str, tuple[datetime | None, Any]] = {}
        self.begin = "assigned" if "assigned" in row else "received"
        self.end = "closed" if "closed" in row else self.begin
        self.has_due, self.has_flag = "due" in row, "overdue_flag" in row
        self.beginning()
        self.step("signed", "sign_due", "signed_late", "late_signed")
        self.step("contacted", "contact_due", "contacted_late", "late_contacted")
        self.closing()
        self.overdue()
        self.numbers()
        self.asking()
        self.urgent()

    def put(self, key: str, event: str, belongs: Any, amount: int | None = 1) -> None:
        """Add a number."""
        self.found[key] = (self.row[event], (amount or 0) if belongs else 0)

    def ask(self, key: str, event: str, whole: bool, answered: bool, yes: bool) -> None:
        """Add the answer to a question: None for a ticket outside the whole, OPEN without an answer."""
        self.found[key] = (self.row[event], None if not whole else int(yes) if answered else OPEN)

    def flag(self, key: str, column: str, event: str) -> None:
        if column in self.row:
            self.put(key, event, self.row[column] is True)

    def beginning(self) -> None:
        self.put("received", "received", self.row["received"] is not None)
        self.put("assigned", self.begin, self.row[self.begin] is not None)
        self.flag("repeat", "repeat_caller", "received")
        for key in ("higher_platform", "conduct", "business", "special_topic"):
            self.flag(key, key, "received")

    def step(self, done: str, limit: str, late_flag: str, late_key: str) -> None:
        row = self.row
        if done not in row and late_flag not in row:
            return
        event = done if done in row else self.begin
        whole = row[event if done in row else late_flag] is not None
        self.put(done, event, whole)
        if limit in row and done in row:
            known = row[limit] is not None
            late = bool(whole and known and row[done] > row[limit])
        elif late_flag in row:
            known, late = row[late_flag] is not None, row[late_flag] is True
        else:
            return
        self.put(f"{done}_with_due", event, whole and known)
        self.ask(f"{done}_on_time", event, whole, known, not late)
        self.ask(late_key, event, whole, known, late)

    def closing(self) -> None:
        row = self.row
        if "closed" not in row:
            return
        closed, received = row["closed"], row["received"]
        self.put("closed", "closed", closed is not None)
        numbers = [
            None if one is None else period_number(one, self.grain, self.starts_on) for one in (received, closed)
        ]
        self.put("carried_over", "closed", None not in numbers and numbers[0] < numbers[1])  # type: ignore[operator]
        if not self.has_due and not self.has_flag:
            return
        known = row["due" if self.has_due else "overdue_flag"] is not None
        late = (
            row["overdue_flag"] is True
            if not self.has_due
            else None not in (closed, row["due"]) and closed > row["due"]
        )
        self.put("closed_with_due", "closed", closed is not None and known)
        self.put("closed_without_due", "closed", closed is not None and not known)
        self.ask("closed_on_time", "closed", closed is not None, known, not late)
        self.ask("late_closed", "closed", closed is not None, known, late)

    def overdue(self) -> None:
        row = self.row
        if self.has_due and "closed" in row:
            due, end = row["due"], row["closed"]
            self.put("overdue", "due", due is not None and (end > due if end is not None else due < self.as_of))
        else:
            self.flag("overdue", "overdue_flag", "due" if self.has_due else self.begin)
        if "overdue" in self.found and row["received"] is not None:
            # whether a unit's tickets could be overdue at all is asked of those received in the period
            known = row["due" if self.has_due and "closed" in row else "overdue_flag"] is not None
            self.found[ASKED] = (row["received"], 1 if known else OPEN)

    def numbers(self) -> None:
        row = self.row
        self.flag("extension", "extension", self.end)
        self.flag("extension_asked", "extension_asked", self.end)
        if "extension" in row and "extension_asked" in row:
            self.put("extension_rejected", self.end, row["extension_asked"] is True and row["extension"] is False)
        for key in NUMBERS:
            if key in row:
                self.put(key, self.end if key == "reworked" else self.begin, True, row[key])
        ways = [row[key] or 0 for key in ("supervised_by_phone", "supervised_in_writing") if key in row]
        if ways:
            self.put("supervised", self.begin, True, sum(ways))

    def asking(self) -> None:
        row = self.row
        event = next(name for name in ("revisit_time", "closed", "received") if name in row)
        if "revisit" in row:
            reached = row["revisit"] == "revisited"
            self.put("revisit_unanswered", event, row["revisit"] == "unanswered")
        elif "satisfied" in row or "revisit_time" in row:
            reached = row["satisfied" if "satisfied" in row else "revisit_time"] is not None
        else:
            return
        self.put("revisited", event, reached)
        if "satisfied" in row:
            said = row["satisfied"]
            self.put("evaluated", event, reached and said is not None)
            for key, words in (
                ("satisfied", ("yes", "rather")),
                ("rather_satisfied", ("rather",)),
                ("dissatisfied", "no"),
            ):
                self.ask(key, event, reached, said is not None, said is not None and said in words)
        for key, column, wanted in (
            ("resolved", "resolved", True),
            ("unresolved", "resolved", False),
            ("unanswered_to_citizen", "told_citizen", False),
        ):
            if column in row:
                self.ask(key, event, reached, row[column] is not None, row[column] is wanted)

    def urgent(self) -> None:
        row = self.row
        if "urgent" not in row:
            return
        urgent = row["urgent"] is True
        self.put("urgent", self.begin, urgent)
        if not self.has_due and not self.has_flag:
            return
        known = row["due" if self.has_due else "overdue_flag"] is not None
        self.put("urgent_with_due", self.begin, urgent and known)
        if "closed" in row:
            closed = row["closed"]
            in_time = (
                closed is not None and known and (closed <= row["due"] if self.has_due else not row["overdue_flag"])
            )
            self.ask("urgent_on_time", self.begin, urgent, known, in_time)


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
        for key, (moment, adds) in Tally(row, as_of, grain, starts_on).found.items():
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
        if ASKED in result[place] and result[place].pop(ASKED) is None and not result[place].get("overdue"):
            result[place]["overdue"] = None
    return result
