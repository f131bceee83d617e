"""Types, categories, topics, sources and special tickets: counted from the tickets with pandas alone."""

from __future__ import annotations

import pandas as pd
import pytest
from making_tickets import fact, made, table, within

TYPES = {
    "xiangtan-2019-11": {
        "投诉": "complaint",
        "求助": "help",
        "建议": "suggestion",
        "咨询": "consultation",
        "其他": "other",
    },
    "yueyang-2017-Q2": {
        "投诉": "complaint",
        "求助": "help",
        "咨询": "consultation",
        "建议": "suggestion",
        "表扬": "praise",
    },
    "yunxi-2022-Q3": {"投诉": "complaint", "咨询": "consultation", "求助": "help", "表扬": "praise", "举报": "report"},
}
CATEGORIES = {
    "yueyang-2017-Q2": {
        "城市管理": "city_management",
        "交通运输与交通秩序": "traffic",
        "农林水利": "agriculture_water",
    },
    "yunxi-2022-Q3": {
        "人力资源和社会保障": "human_resources",
        "医疗卫生健康": "health",
        "市场管理": "market",
        "社会治安与综合管理": "public_security",
        "住房与城乡建设": "housing",
    },
}


def received(case: str) -> pd.DataFrame:
    return within(made(case).frame, case, "received")


@pytest.mark.parametrize("case", TYPES)
def test_types_of_request(case: str) -> None:
    found = received(case)["request_type"].value_counts().to_dict()
    assert found == {name: fact(case, f"type_{key}") for name, key in TYPES[case].items()}


def test_all_requests_of_yueyang_with_those_answered_at_once() -> None:
    case = "yueyang-2017-Q2"
    assert len(received(case)) == fact(case, "requests_total")


@pytest.mark.parametrize("case", CATEGORIES)
def test_categories_of_assigned_tickets(case: str) -> None:
    found = within(made(case).frame, case, "assigned")["category"].value_counts()
    for name, key in CATEGORIES[case].items():
        assert found[name] == fact(case, f"category_{key}")


def test_categories_of_xiangtan() -> None:
    found = received("xiangtan-2019-11")["category"].value_counts()
    page = table("xiangtan-2019-11", "categories")
    assert [found[name] for name in page["category"]] == page["tickets"].astype(int).tolist()


@pytest.mark.parametrize("case", ["furong-2022-11", "furong-2020-03"])
def test_the_six_hottest_topics(case: str) -> None:
    found = received(case)["topic"].value_counts().head(6)
    page = table(case, "hot_topics")
    assert found.to_dict() == dict(zip(page["topic"], page["tickets"].astype(int), strict=True))
    assert received(case)["topic"].value_counts().iloc[6] < found.iloc[5]


def test_special_sources() -> None:
    case = "furong-2022-11"
    found = within(made(case).frame, case, "signed")["channel"].value_counts()
    keys = {"市长信箱": "mayor_mailbox", "省交办件": "provincial_assigned", "政企通": "government_enterprise_link"}
    keys["省转办件"] = "provincial_transferred"
    assert {name: found[name] for name in keys} == {name: fact(case, key) for name, key in keys.items()}


@pytest.mark.parametrize("case", ["furong-2022-11", "furong-2020-03"])
def test_conduct_tickets_by_type_and_unit(case: str) -> None:
    page = table(case, "efficiency_ticket_units")
    names = {unit: unit for unit in page["unit"]}
    found = received(case)
    found = found[found["business"]].groupby(["request_type", "unit"]).size().to_dict()
    expected = {
        (kind, names[u]): int(n or 1)
        for kind, u, n in zip(page["ticket_type"], page["unit"], page["tickets"], strict=True)
    }
    assert found == expected


def test_tickets_of_the_epidemic() -> None:
    case = "furong-2020-03"
    frame = made(case).frame
    special = frame[frame["special_topic"]]
    for moment in ("received", "closed"):
        assert len(within(special, case, moment)) == len(special) == fact(case, "epidemic_tickets")
    kinds = {"咨询": "consultation", "求助": "help", "建议": "suggestion", "投诉": "complaint", "表扬": "praise"}
    assert special["request_type"].value_counts().to_dict() == {
        k: fact(case, f"epidemic_{v}") for k, v in kinds.items()
    }
    assert (special["satisfied"] == "no").sum() == fact(case, "epidemic_dissatisfied")
    page = table(case, "epidemic_topics")
    # the page calls one topic 卫生服务 here and 卫生服务类 in its other table
    expected = {
        t.replace("卫生服务", "卫生服务类"): int(n) for t, n in zip(page["topic"], page["tickets"], strict=True)
    }
    assert special["topic"].value_counts().head(5).to_dict() == expected
