"""Which files are read as what, and which of their reports are chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import small_office
from office import Office
from planning import planned, refused, refused_all

from hotline_analysis.batch.plan.select import matches
from hotline_analysis.errors import UsageError

GRID = """\
jurisdictions: [office]
periods: 2022-08..2022-11
parameters: {data: now, date: "{last_day}"}
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path)


class TestFiles:
    def test_reports_and_grids_of_a_folder(self, office: Office) -> None:
        office.write("plans/office.yaml", (office.folder / "office.yaml").read_text(encoding="utf-8"))
        office.write("plans/b.yaml", "jurisdiction: office\nperiod: 2024-05\ndata: ../now\ndate: 2024-06-03\n")
        office.write("plans/c.yml", GRID.replace("data: now", "data: ../now"))
        office.write("plans/a.yaml", "mapping: of columns")
        office.write("plans/small.yaml", (office.folder / "small.yaml").read_text(encoding="utf-8"))
        plan = planned(office.folder / "plans")
        assert [job.key for job in plan.jobs] == [
            "office/2024-05/bulletin",
            *(f"office/2022-{month}/bulletin" for month in ("08", "09", "10", "11")),
        ]
        assert {one.name: one.reason for one in plan.left_out} == {
            "a.yaml": "another file, neither a report nor a grid",
            "office.yaml": "a jurisdiction's file, neither a report nor a grid",
            "small.yaml": "another file, neither a report nor a grid",
        }

    def test_a_jurisdictions_file_is_no_report(self, office: Office) -> None:
        assert "office.yaml: a jurisdiction's file, not a report" in refused(office.folder / "office.yaml")

    def test_a_report_with_a_slip_is_not_passed_over(self, office: Office) -> None:
        office.write("plans/b.yaml", "jurisdction: office\nperiod: 2024-05\ndata: ../now\ndate: 2024-06-03\n")
        assert "b.yaml, line 1, key jurisdction: unknown key" in refused(office.folder / "plans")

    def test_a_file_named_twice_is_read_once(self, office: Office) -> None:
        file = office.report_file
        assert len(planned(file, file.parent / "." / file.name, office.folder).jobs) == 1

    def test_two_files_for_one_report(self, office: Office) -> None:
        twin = office.write("twin.yaml", office.report_file.read_text(encoding="utf-8"))
        said = refused(office.report_file, twin)
        assert "twin.yaml: another file makes the same report; found 'office/2024-05/bulletin'; allowed: " in said
        assert said.endswith("report.yaml")

    def test_a_grid_and_a_file_for_one_report(self, office: Office) -> None:
        grid = office.write("grid.yaml", GRID.replace("2022-08..2022-11", "2024-05"))
        assert "grid.yaml: another file makes the same report" in refused(office.report_file, grid)
        office.write("grid.yaml", GRID.replace("2022-08..2022-11", "2024-04..2024-05") + "exclude: office/2024-05\n")
        assert len(planned(office.report_file, grid).jobs) == 2

    @pytest.mark.parametrize("name", ["gone.yaml", "empty"])
    def test_nothing_there(self, office: Office, name: str) -> None:
        (office.folder / "empty").mkdir()
        assert f"{name}: no report file; allowed: a report's YAML file" in refused(office.folder / name)

    def test_all_files_with_mistakes_are_told(self, office: Office) -> None:
        text = office.report_file.read_text(encoding="utf-8")
        files = [
            office.write("a.yaml", text.replace("2024-05", "2024-13")),
            office.write("b.yaml", text + "nmber: 3\n"),
            office.write("c.yaml", "a: b: c"),
            office.write("d.yaml", text.replace("now", "gone").replace("2024-05", "2024-04")),
        ]
        said = refused_all(*files, office.report_file)
        assert [line.partition(": ")[0].rpartition("/")[2] for line in said] == [
            "a.yaml, line 2, key period",
            "b.yaml, line 5, key nmber",
            "c.yaml, line 1",
            "d.yaml, line 3, key data",
        ]
        assert "allowed: number (nearest)" in said[1]

    def test_the_notebook_names_the_report(self, office: Office) -> None:
        from hotline_analysis.batch.plan.notebooks import packaged_notebook

        (job,) = planned(office.report_file, notebook=packaged_notebook("audit")).jobs
        assert (job.key, job.notebook.name) == ("office/2024-05/audit", "audit.ipynb")

    def test_the_report_names_the_notebook(self, office: Office) -> None:
        (job,) = planned(office.report(report="league-table")).jobs
        assert (job.key, job.notebook.name) == ("office/2024-05/league-table", "league_table.ipynb")
        (job,) = planned(office.report(report="monthly")).jobs
        assert (job.key, job.notebook.name) == ("office/2024-05/monthly", "bulletin.ipynb")


class TestOnly:
    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("office/2022-1*", ["10", "11"]),
            ("office/2022-1?/bulletin", ["10", "11"]),
            ("office", ["08", "09", "10", "11"]),
            ("office/", ["08", "09", "10", "11"]),
            ("*/2022-09", ["09"]),
            ("office/2022-[!1]*", ["08", "09"]),
        ],
    )
    def test_the_name_or_a_leading_part(self, office: Office, pattern: str, expected: list[str]) -> None:
        plan = planned(office.write("grid.yaml", GRID), only=[pattern])
        assert [job.report.period[5:] for job in plan.jobs] == expected
        assert len(plan.jobs) + len(plan.left_out) == 4
        assert {one.reason for one in plan.left_out} <= {"not among --only"}

    def test_several(self, office: Office) -> None:
        plan = planned(office.write("grid.yaml", GRID), only=["office/2022-08", "office/2022-11"])
        assert [job.report.period for job in plan.jobs] == ["2022-08", "2022-11"]

    def test_nothing_matches(self, office: Office) -> None:
        with pytest.raises(
            UsageError, match="--only 'office/2023-08' matches no report; there are office/2022-08/bull"
        ):
            planned(office.write("grid.yaml", GRID), only=["office/2022-08", "office/2023-08"])

    def test_what_is_not_chosen_need_not_be_there(self, office: Office) -> None:
        office.case("2022-09")
        file = office.write("grid.yaml", GRID.replace("data: now", "data: '{period}'"))
        assert len(planned(file, only=["*/2022-09"]).jobs) == 1

    def test_districts_are_parts(self) -> None:
        assert matches("furong/2022-11/010101/bulletin", "furong/*/010101")
        assert not matches("furong/2022-11/010101/bulletin", "furong/2022-11/bulletin")

    @pytest.mark.parametrize("formats", [["html", "docs"], ["HTML"], []])
    def test_unknown_formats(self, office: Office, formats: list[str]) -> None:
        with pytest.raises(UsageError, match=r"unknown format .*allowed: html, pdf"):
            planned(office.report_file, formats=formats)
