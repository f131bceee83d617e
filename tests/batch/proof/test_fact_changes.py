"""Facts of two versions or periods belong together by what they are, and differ exactly."""

from __future__ import annotations

from printed_facts import fact

from hotline_analysis.batch.proof.fact_changes import FactChange, fact_changes


def test_the_same_facts_do_not_differ() -> None:
    facts = [fact("a.closed", "12"), fact("b.rate", None, unit="%")]
    assert fact_changes(facts, facts) == []


def test_change_is_new_minus_old_in_decimals() -> None:
    old = [fact("a.rate", "94.53", "办结率", "%"), fact("a.closed", "1218"), fact("a.score", "0.1", "得分", "分")]
    new = [fact("a.rate", "97.37", "办结率", "%"), fact("a.closed", "1118"), fact("a.score", "0.3", "得分", "分")]
    assert fact_changes(old, new) == [
        FactChange("a.rate", "办结率", "94.53%", "97.37%", "+2.84个百分点"),
        FactChange("a.closed", "工单", "1218件", "1118件", "-100件"),
        FactChange("a.score", "得分", "0.1分", "0.3分", "+0.2分"),
    ]


def test_facts_of_one_side() -> None:
    changes = fact_changes([fact("x.甲.closed", "1", "甲办结")], [fact("x.乙.closed", "2", "乙办结")])
    assert changes == [
        FactChange("x.乙.closed", "乙办结", None, "2件", None),
        FactChange("x.甲.closed", "甲办结", "1件", None, None),
    ]
    assert str(changes[1]) == "甲办结 [x.甲.closed]: 1件 → no such fact"


def test_units_are_matched_by_name_where_keys_count_rows() -> None:
    old = [fact("league.rate.0", "90", "甲满意率", "%"), fact("league.rate.1", "80", "乙满意率", "%")]
    new = [fact("league.rate.0", "85", "乙满意率", "%"), fact("league.rate.1", "90", "甲满意率", "%")]
    assert fact_changes(old, new) == [FactChange("league.rate.0", "乙满意率", "80%", "85%", "+5个百分点")]


def test_another_unit_in_the_row_is_not_the_same_fact() -> None:
    changes = fact_changes([fact("league.rate.3", "90", "甲满意率")], [fact("league.rate.3", "85", "乙满意率")])
    assert [(one.old, one.new) for one in changes] == [(None, "85件"), ("90件", None)]


def test_a_section_that_moved_and_a_label_that_changed() -> None:
    old = [fact("s2-3.units", "5", "单位数"), fact("s1-1.signed", "7", "全区签收工单")]
    new = [fact("s2-4.units", "6", "单位数"), fact("s1-1.signed", "7", "全区各单位签收工单")]
    first, second = fact_changes(old, new)
    assert (first.key, first.old, first.new, first.change) == ("s2-4.units", "5件", "6件", "+1件")
    assert (second.old, second.new) == ("7件 [label 全区签收工单]", "7件 [label 全区各单位签收工单]")


def test_the_same_figure_of_other_counts_differs() -> None:
    old = [fact("a.rate", "50", "办结率", "%", numerator="1", denominator="2")]
    new = [fact("a.rate", "50", "办结率", "%", numerator="2", denominator="4")]
    assert str(fact_changes(old, new)[0]) == "办结率 [a.rate]: 50% [numerator 1] → 50% [numerator 2]"


def test_a_sign_said_in_words_is_seen() -> None:
    old, new = (
        fact("a.change", "2.84", "环比", "个百分点"),
        fact("a.change", "-2.84", "环比", "个百分点", printed="2.84个百分点"),
    )
    assert len(fact_changes([old], [new])) == 1


def test_change_is_of_what_is_printed() -> None:
    """Somebody wrote another figure into the printed form alone."""
    old = [fact("a.rate", "95.35", "满意率", "%", printed="95.53%")]
    new = [fact("a.rate", "95.35", "满意率", "%")]
    assert fact_changes(old, new) == [FactChange("a.rate", "满意率", "95.53%", "95.35%", "-0.18个百分点")]


def test_change_of_what_is_printed_in_words() -> None:
    old = [fact("a", "-2.84", "环比", "个百分点", printed="2.84个百分点"), fact("b", "0", "名次", "", printed="持平")]
    new = [fact("a", "1.16", "环比", "个百分点"), fact("b", "-1", "名次", "", printed="降1")]
    assert [one.change for one in fact_changes(old, new)] == ["+4.00个百分点", "-1"]


def test_no_change_is_said_of_other_units_or_missing_values() -> None:
    old = [fact("a", "5", unit="件"), fact("b", None)]
    new = [fact("a", "5", unit="个"), fact("b", "0")]
    assert [(one.old, one.new, one.change) for one in fact_changes(old, new)] == [
        ("5件", "5个", None),
        ("–", "0件", None),
    ]
