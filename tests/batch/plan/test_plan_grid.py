"""Grids: which reports they stand for, with which parameters, and what is refused at which line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from making import small_notebook, small_office
from office import Office
from planning import planned, refused, refused_all

from hotline_analysis.batch.plan import Job
from hotline_analysis.errors import InputError

GRID = """\
jurisdictions: [office]
periods: 2024-04..2024-06
reports: [bulletin, audit]
parameters:
  data: now
  date: "{last_day+5}"
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path)


def grid(office: Office, text: str = GRID, name: str = "grid.yaml") -> Path:
    return office.write(name, text)


def jobs(office: Office, text: str) -> dict[str, Job]:
    return {job.key: job for job in planned(grid(office, text)).jobs}


class TestReports:
    def test_every_jurisdiction_in_every_period(self, office: Office) -> None:
        found = jobs(office, GRID)
        assert list(found) == [
            "office/2024-04/bulletin",
            "office/2024-04/audit",
            "office/2024-05/bulletin",
            "office/2024-05/audit",
            "office/2024-06/bulletin",
            "office/2024-06/audit",
        ]
        assert [job.report.date for job in found.values()][::2] == ["2024-05-05", "2024-06-05", "2024-07-05"]
        assert found["office/2024-05/audit"].notebook.name == "audit.ipynb"
        assert found["office/2024-05/bulletin"].formats == ("html", "pdf")

    def test_known_reports_have_their_notebooks(self, office: Office) -> None:
        text = GRID.replace("[bulletin, audit]", "[bulletin, league-table, drivers, quality, audit]")
        names = {job.report.report: job.notebook.name for job in jobs(office, text).values()}
        assert names == {
            "bulletin": "bulletin.ipynb",
            "league-table": "league_table.ipynb",
            "drivers": "drivers.ipynb",
            "quality": "quality.ipynb",
            "audit": "audit.ipynb",
        }
        assert all(job.notebook.is_file() for job in jobs(office, text).values())

    def test_codes_stay_texts(self, office: Office) -> None:
        text = GRID.replace("2024-04..2024-06", "2022-10").replace(
            "[bulletin, audit]", "drivers\ndistricts: [010101, 110101, 芙蓉区]"
        )
        assert list(jobs(office, text)) == [
            "office/2022-10/010101/drivers",
            "office/2022-10/110101/drivers",
            "office/2022-10/芙蓉区/drivers",
        ]
        assert jobs(office, text)["office/2022-10/010101/drivers"].report.district == "010101"
        assert jobs(office, text)["office/2022-10/010101/drivers"].report.folder == "office/2022-10/010101"

    @pytest.mark.parametrize(
        ("periods", "expected"),
        [
            ("2022", ["2022"]),
            ("2021..2022", ["2021", "2022"]),
            ("2021-12..2022-02", ["2021-12", "2022-01", "2022-02"]),
            ("[2022-Q3..2022-Q4, 2022-H1, 2022-01]", ["2022-Q3", "2022-Q4", "2022-H1", "2022-01"]),
        ],
    )
    def test_periods(self, office: Office, periods: str, expected: list[str]) -> None:
        text = GRID.replace("2024-04..2024-06", periods).replace("[bulletin, audit]", "bulletin")
        assert [key.split("/")[1] for key in jobs(office, text)] == expected

    def test_a_notebook_of_ones_own(self, office: Office) -> None:
        small_notebook(office.folder, name="mine.ipynb")
        found = jobs(office, GRID.replace("[bulletin, audit]", "{mine: {notebook: mine.ipynb, number: 第1期}}"))
        assert found["office/2024-04/mine"].notebook == office.folder / "mine.ipynb"
        assert found["office/2024-04/mine"].report.number == "第1期"

    def test_formats(self, office: Office) -> None:
        file = grid(office, GRID + "formats: [html]\n")
        assert {job.formats for job in planned(file).jobs} == {("html",)}
        assert {job.formats for job in planned(file, formats=["pdf"]).jobs} == {("pdf",)}

    def test_exclude(self, office: Office) -> None:
        plan = planned(grid(office, GRID + 'exclude: ["office/2024-05", "*/audit"]\n'))
        assert [job.key for job in plan.jobs] == ["office/2024-04/bulletin", "office/2024-06/bulletin"]
        assert {one.name: one.reason for one in plan.left_out} == {
            "office/2024-05/bulletin": "excluded by office/2024-05",
            "office/2024-05/audit": "excluded by office/2024-05",
            "office/2024-04/audit": "excluded by */audit",
            "office/2024-06/audit": "excluded by */audit",
        }


class TestParameters:
    def test_later_ones_go_before_earlier_ones(self, office: Office) -> None:
        office.jurisdiction("[{section: text, text: cases}, {section: text, text: plans}]")
        text = """\
jurisdictions: {office: {number: 二, texts: {plans: 计划}}}
periods: 2024-04..2024-06
reports: {bulletin: {number: 三}, audit: {}}
parameters: {data: now, date: "{last_day}", number: 一, texts: {cases: 案例}}
changes:
  "*/2024-05": {number: 四, texts: {cases: 五月}}
"""
        found = {key: job.report for key, job in jobs(office, text).items()}
        assert found["office/2024-04/bulletin"].number == "三"
        assert found["office/2024-04/audit"].number == "二"
        assert found["office/2024-05/audit"].number == "四"
        assert found["office/2024-06/bulletin"].texts == {"cases": "案例", "plans": "计划"}
        assert found["office/2024-05/bulletin"].texts == {"cases": "五月", "plans": "计划"}

    def test_placeholders(self, office: Office) -> None:
        text = GRID.replace("now", "'{{now}}-{jurisdiction}'").replace(
            '"{last_day+5}"', '"{first_day-1}"\n  number: 〔{year}〕第{month}期'
        )
        office.case("{now}-office")
        found = jobs(office, text)["office/2024-05/bulletin"].report
        assert (found.data, found.date, found.number) == ("{now}-office", "2024-04-30", "〔2024〕第5期")

    def test_periods_before(self, office: Office) -> None:
        for name in ("2024-04", "2023-05"):
            office.case(name)
        text = (
            GRID.replace("2024-04..2024-06", "2024-05") + '  previous: "{previous}"\n  year_before: "{year_before}"\n'
        )
        found = jobs(office, text)["office/2024-05/bulletin"].report
        assert (found.previous, found.year_before) == ("2024-04", "2023-05")

    @pytest.mark.parametrize(
        ("period", "day"), [("2024-02", "2024-02-29"), ("2023-Q4", "2023-12-31"), ("2023-H1", "2023-06-30")]
    )
    def test_the_last_day(self, office: Office, period: str, day: str) -> None:
        found = jobs(office, GRID.replace("2024-04..2024-06", period).replace("last_day+5", "last_day"))
        assert found[f"office/{period}/bulletin"].report.date == day

    def test_quarters_have_no_month(self, office: Office) -> None:
        text = GRID.replace("2024-04..2024-06", "2024-Q1") + "  number: 第{month}期\n"
        assert "line 7, key parameters.number: nothing to put there for 2024-Q1; found '{month}'" in refused(
            grid(office, text)
        )


class TestRefused:
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("periods:", "perids:", "line 2, key perids: unknown key; found 'perids'; allowed: periods (nearest)"),
            ("  data:", "  dta:", "line 5, key parameters.dta: unknown key; found 'dta'; allowed: data (nearest)"),
            ("2024-04..2024-06", "2022.1", "line 2, key periods: not a period; found '2022.1'; allowed: 2022, 2022-11"),
            ("2024-04..2024-06", "2022-1", "line 2, key periods: not a period; found '2022-1'; allowed: 2022, 2022-11"),
            ("2024-04..2024-06", "[2024-04, 2024-13]", "key periods #2: not a period; found '2024-13'"),
            ("2024-04..2024-06", "2024-06..2024-04", "the range runs backwards; found '2024-06..2024-04'; allowed"),
            ("2024-04..2024-06", "2024-06..2024-Q4", "a range of two kinds of periods"),
            (
                "2024-04..2024-06",
                "[2024-04, 2024-03..2024-05]",
                "key periods #2: a period stands twice; found '2024-04'",
            ),
            ("2024-04..2024-06", "[]", "line 2, key periods: no period"),
            (
                "[bulletin, audit]",
                "[bulletn]",
                "line 3, key reports.*: unknown report; found 'bulletn'; allowed: bulletin (nearest)",
            ),
            ("[bulletin, audit]", "[bulletin, bulletin]", "key reports #2: a name stands twice; found 'bulletin'"),
            ("[office]", "[Office]", "line 1, key jurisdictions #1: not a name"),
            (
                "[office]",
                "[offise]",
                "line 1, key jurisdiction: no such jurisdiction; found 'offise'; allowed: office (nearest)",
            ),
            (
                "data: now",
                "data: {period}",
                "line 5, key parameters.data: not a text; found '{period}'; allowed: \"{period}\"",
            ),
            ("[bulletin, audit]", "[league_table]", "key reports #1: not a name.*allowed: league-table (nearest)"),
            ("2024-04..2024-06", "0000..0001", "line 2, key periods: not a year of a hotline; found '0000..0001'"),
            ("[office]", "[12]", "line 1, key jurisdictions #1: not a name"),
            ("reports:", "districts: [1.10]\nreports:", "line 3, key districts #1: not a district; .* found '1.10'"),
            ("reports:", "districts: [../a]\nreports:", "line 3, key districts #1: not a district; .* found '../a'"),
            ("reports:", "districts: [甲, 甲]\nreports:", "key districts #2: a district stands twice"),
            (
                "reports:",
                "formats: [htm]\nreports:",
                "line 3, key formats #1: unknown format; found 'htm'; allowed: html",
            ),
            ("data: now", "data: gone", "line 5, key data: no such data; found 'gone'"),
            (
                "data: now",
                "data: sample:furong-2022-12",
                "no such sample; found 'furong-2022-12'; allowed: furong-2022-11 (nearest)",
            ),
            (
                "data: now",
                "data: '{perod}'",
                "line 5, key parameters.data: unknown placeholder; found '{perod}'; allowed: period",
            ),
            ("data: now", "data: '{'", "line 5, key parameters.data: unknown placeholder; found '{'"),
            ('"{last_day+5}"', "5 May", "line 6, key date: not a date; write 2022-12-05; found '5 May'"),
            ('  date: "{last_day+5}"\n', "", "line 4, key parameters: no date for office/2024-04/bulletin"),
            ("  data: now", "  data: now\n  texts: {cses: 甲}", None),
            ("[bulletin, audit]", "{mine: {}}", "line 3, key reports.mine: unknown report"),
            ("[bulletin, audit]", "{mine: {notebook: gone.ipynb}}", "gone.ipynb: cannot be read"),
            (
                "  data: now",
                "  data: now\n  formula: x",
                "line 6, key formula: this report does not use the key; found 'x'",
            ),
        ],
    )
    def test_with_line_and_key(self, office: Office, old: str, new: str, expected: str | None) -> None:
        assert old in GRID
        if expected is None:  # what no section shows is found when jurisdictions are read, before anything is made
            assert planned(grid(office, GRID.replace(old, new))).jobs
            return
        import re

        said = refused(grid(office, GRID.replace(old, new)))
        pattern = ".*".join(map(re.escape, expected.split(".*")))
        assert re.search(pattern, said), said
        assert said.count("\n") <= 5

    def test_districts_of_a_report_that_has_none(self, office: Office) -> None:
        said = refused(grid(office, GRID + "districts: [甲]\n"))
        assert "line 7, key district: this report does not use the key; found '甲'" in said

    def test_patterns_that_match_nothing(self, office: Office) -> None:
        said = refused(grid(office, GRID + 'exclude: ["office/2024-09"]\n'))
        assert (
            "line 7, key exclude #1: no report of the grid matches; found 'office/2024-09'; allowed: there are" in said
        )
        assert "line 8" in refused(grid(office, GRID + 'changes:\n  "x/*": {number: 甲}\n'))

    def test_all_mistakes_are_told_each_once(self, office: Office) -> None:
        bad = grid(office, GRID.replace("data: now", "data: '{period}'"), "a.yaml")
        worse = grid(office, GRID.replace("audit", "adit"), "b.yaml")
        said = refused_all(bad, worse)
        assert len(said) == 4
        assert [line.partition("found ")[2].partition(";")[0] for line in said] == [
            "'adit'",
            "'2024-04'",
            "'2024-05'",
            "'2024-06'",
        ]
        assert all("a.yaml, line 5, key data: no such data" in line for line in said[1:])

    def test_a_notebook_that_does_not_take_a_key(self, office: Office) -> None:
        small_notebook(office.folder, name="mine.ipynb")
        said = refused(
            grid(office, GRID.replace("[bulletin, audit]", "{mine: {notebook: mine.ipynb, scheme: small.yaml}}"))
        )
        assert "line 3, key scheme: the notebook does not take the key; allowed: keys that mine.ipynb takes:" in said

    def test_a_notebook_without_a_cell_of_parameters(self, office: Office) -> None:
        file = small_notebook(office.folder, name="mine.ipynb")
        file.write_text(file.read_text(encoding="utf-8").replace('"parameters"', '"other"'), encoding="utf-8")
        said = refused(grid(office, GRID.replace("[bulletin, audit]", "{mine: {notebook: mine.ipynb}}")))
        assert "mine.ipynb: the notebook has no cell tagged parameters" in said

    @pytest.mark.parametrize(
        ("part", "expected"),
        [
            ({"tags": None}, "the tags of cell 2 are not a list"),
            ({"tags": 3}, "the tags of cell 2 are not a list"),
            ({"metadata": None}, "cell 2 is none"),
            ({"source": None}, "the source of cell 2 is not text"),
        ],
    )
    def test_cells_that_are_none(self, office: Office, part: dict[str, object], expected: str) -> None:
        file = small_notebook(office.folder, "1", name="mine.ipynb")
        book = json.loads(file.read_text(encoding="utf-8"))
        (book["cells"][1]["metadata"] if "tags" in part else book["cells"][1]).update(part)
        file.write_text(json.dumps(book), encoding="utf-8")
        said = refused(grid(office, GRID.replace("[bulletin, audit]", "{mine: {notebook: mine.ipynb}}")))
        assert f"mine.ipynb: not a notebook ({expected}); allowed: a Jupyter notebook, .ipynb" in said

    def test_samples_of_another_period(self, office: Office) -> None:
        text = """\
jurisdictions: [xiangtan]
periods: [2019-10, 2019-11, 2019-Q4]
reports: [bulletin, league-table, audit]
parameters:
  data: sample:xiangtan-2019-11
  date: 2019-12-26
"""
        said = refused_all(grid(office, text))
        assert [line.rpartition("grid.yaml, ")[2] for line in said] == [
            f"line 2, key period: the data is of another period; found '{period}'; "
            "allowed: 2019-11, as sample:xiangtan-2019-11 has it"
            for period in ("2019-10", "2019-Q4")
        ]
        one = text.replace("[2019-10, 2019-11, 2019-Q4]", "2019-11")
        assert len(planned(grid(office, one)).jobs) == 3
        assert "line 7, key previous: the data is of another period; found '2019-11'; allowed: 2019-10" in refused(
            grid(office, one + "  previous: sample:xiangtan-2019-11\n")
        )

    def test_a_notebook_of_ones_own_takes_a_sample_of_any_period(self, office: Office) -> None:
        small_notebook(office.folder, name="mine.ipynb")
        text = GRID.replace("[bulletin, audit]", "{mine: {notebook: mine.ipynb}}").replace(
            "now", "sample:furong-2022-11"
        )
        assert len(planned(grid(office, text)).jobs) == 3

    def test_it_is_an_error_of_input(self, office: Office) -> None:
        with pytest.raises(InputError):
            planned(grid(office, GRID.replace("now", "gone")))
