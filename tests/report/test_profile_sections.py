"""The sections about one unit, one topic and other numbers of the scheme, in a bulletin of tickets and of tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.explore import sample_folder
from hotline_analysis.report import Bulletin, open_bulletin
from hotline_analysis.report.blocks import Chart, joined
from hotline_analysis.report.sections.rank_moves import RankMovesSection
from hotline_analysis.report.sections.topic_profile import TopicProfileSection
from hotline_analysis.report.sections.unit_profile import UnitProfileSection
from hotline_analysis.resources import shared_folder

DOCS = Path(__file__).resolve().parents[2] / "docs" / "sections.md"


@pytest.fixture(scope="module")
def march() -> Bulletin:
    """March 2020 of 芙蓉区, from tickets."""
    return open_bulletin(sample_folder("furong-2020-03") / "report.yaml", previous="none", year_before="none")


def text(markup: Markup) -> str:
    return re.sub(r"\s+", "", re.sub("<[^>]+>", "", markup))


def test_a_unit_has_the_figures_of_its_row(march: Bulletin) -> None:
    """马坡岭街道,93,…,95,…,100.00,…,86,83,96.51,1.00,…,69.4,10 in the published annex."""
    blocks = UnitProfileSection(section="unit_profile", unit="马坡岭街道").blocks(march.data, "u1")
    said = text(joined(blocks))
    assert "签收数93件，办结数95件，回访数86件" in said
    assert "按时办结率100.00%（95/95）" in said
    assert "回访满意度96.51%（83/86）" in said
    assert "总分69.4分，在街道14个参评单位中列第10位" in said
    (chart,) = [one for one in blocks if isinstance(one, Chart)]
    assert chart.alt.startswith("马坡岭街道各期工单。共13期")
    assert chart.numbers is not None
    assert "2020-03" in chart.numbers.markup


def test_its_neighbours_are_those_of_the_annex(march: Bulletin) -> None:
    section = UnitProfileSection(section="unit_profile", unit="马坡岭街道", periods=0)
    peers = text(joined(section.blocks(march.data, "u2")[-1:])).partition("排名")[2]
    places = [peers.index(unit) for unit in ("文艺路街道", "东湖街道", "马坡岭街道", "荷花园街道", "湘湖管理局")]
    assert places == sorted(places)


def test_a_unit_that_is_not_ranked_says_why() -> None:
    bulletin = open_bulletin(shared_folder("params") / "reports" / "yunxi-2022-Q3.yaml")
    silent = [
        unit
        for unit, rank in zip(bulletin.data.scores.units, bulletin.data.scores.placing.ranks, strict=True)
        if rank is None
    ]
    said = text(joined(UnitProfileSection(section="unit_profile", unit=silent[0]).blocks(bulletin.data, "u")))
    assert "本期不参加排名：本期无工单。" in said
    assert "单位名次相邻" not in said


def test_the_topic_of_the_docs_is_that_of_the_page(march: Bulletin) -> None:
    page = DOCS.read_text(encoding="utf-8")
    part = page[page.index("### `topic_profile`") : page.index("### `rank_moves`")]
    (example,) = re.findall(r"```yaml\n(.*?)```", part, re.S)
    (says,) = re.findall(r"```text\n(.*?)```", part, re.S)
    section = TopicProfileSection.model_validate(yaml.safe_load(example))
    said = text(joined(section.blocks(march.data, "t1")))
    assert says.strip() in said
    assert "涉及24个单位，居前5位的单位：住房和城乡建设局（48件）" in said


def test_the_units_of_a_topic_add_up(march: Bulletin) -> None:
    section = TopicProfileSection(section="topic_profile", topic="社区工作", units=99, periods=0)
    section.blocks(march.data, "t2")
    facts = {fact.key: fact.value for fact in march.data.book if fact.key.startswith("t2.")}
    assert facts["t2.number"] == 220
    assert sum(value for key, value in facts.items() if key.startswith("t2.unit.")) == 220  # type: ignore[misc]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (
            UnitProfileSection(section="unit_profile", unit="马坡领街道"),
            "no such unit; found .*; allowed: 马坡岭街道",
        ),
        (TopicProfileSection(section="topic_profile", topic="社区"), "no ticket of the period has this; found '社区'"),
        (RankMovesSection(section="rank_moves", scheme="furong-2019"), "no such scheme .did you mean furong-20"),
    ],
)
def test_a_name_that_there_is_not_is_refused(march: Bulletin, section: UnitProfileSection, said: str) -> None:
    with pytest.raises(InputError, match=said):
        section.blocks(march.data, "x")


def test_a_topic_of_tables_is_refused() -> None:
    bulletin = open_bulletin(shared_folder("params") / "reports" / "furong-2022-11.yaml")
    with pytest.raises(InputError, match="section topic_profile: the section needs tickets"):
        TopicProfileSection(section="topic_profile", topic="核酸检测").blocks(bulletin.data, "t")


@pytest.mark.parametrize("given", [{}, {"changes": {"lateness.off": 3}, "scheme": "furong-2022"}])
def test_one_kind_of_change_is_named(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="either changes to numbers of the scheme or another scheme"):
        RankMovesSection.model_validate({"section": "rank_moves", **given})


def test_a_number_that_the_scheme_does_not_state_is_refused_with_its_line(tmp_path: Path) -> None:
    rules = (shared_folder("params") / "furong-2020.yaml").read_text(encoding="utf-8")
    wrong = "    parts: [{section: rank_moves, changes: {lateness.of: 3}}]"
    broken = rules.replace("  - title: 典型案例", f"  - title: 测算\n{wrong}\n  - title: 典型案例")
    (tmp_path / "furong-2020.yaml").write_text(broken, encoding="utf-8")
    line = broken.splitlines().index(wrong) + 1
    report = (shared_folder("params") / "reports" / "furong-2020-03.yaml").read_text(encoding="utf-8")
    (tmp_path / "report.yaml").write_text(report, encoding="utf-8")
    with pytest.raises(InputError, match=f"furong-2020.yaml, line {line}, .*unknown number; found 'lateness.of'"):
        open_bulletin(tmp_path / "report.yaml")
