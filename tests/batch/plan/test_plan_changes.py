"""What makes a report be made again, one cause at a time, and what does not."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from making import small_office
from office import PARTS, Office
from planning import leave, planned
from stored_tickets import tickets_of_units, write_store

from hotline_analysis.batch.plan import Hashes, Job, decide, inputs, inputs_of, plan_lines, why
from hotline_analysis.batch.plan import notebooks as notebooks_
from hotline_analysis.documents import load_document
from hotline_analysis.errors import InputError
from hotline_analysis.report.report_file import find_jurisdiction
from hotline_analysis.schemes import loading, scheme_files


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path)


def job(office: Office, **options: Any) -> Job:
    (one,) = planned(office.report_file, **options).jobs
    return one


def reason(office: Office, **options: Any) -> str | None:
    return why(job(office, **options), office.folder / "out")


def append(text: str, name: str) -> Callable[[Office], object]:
    def change(office: Office) -> None:
        with (office.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


CAUSES = {
    "never made": lambda office: shutil.rmtree(office.folder / "out"),
    "the data changed: now/units.csv": append("丁局,1,1,1,1,1\n", "now/units.csv"),
    "the data changed: now/facts.yaml is new": append("facts: {}\n", "now/facts.yaml"),
    "the data changed: now/case.yaml": append("scheme: small.yaml\n", "now/case.yaml"),
    "the scheme changed: small.yaml": append("# a remark\n", "small.yaml"),
    "the jurisdiction's file changed: office.yaml": append("# a remark\n", "office.yaml"),
    "the parameters changed: date": lambda office: office.report(date="2024-06-04"),
    "the parameters changed: number, texts": lambda office: office.report(number="一", texts={"cases": "案例"}),
    "the parameters changed: previous": lambda office: office.report(previous="none"),
    "bulletin.pdf is missing": lambda office: (office.folder / "out/office/2024-05/bulletin.pdf").unlink(),
    "facts.json is missing": lambda office: (office.folder / "out/office/2024-05/facts.json").unlink(),
    "bulletin.html was altered": append(" ", "out/office/2024-05/bulletin.html"),
    "manifest.json cannot be read": append("x", "out/office/2024-05/manifest.json"),
}


class TestCauses:
    def test_nothing_changed(self, office: Office) -> None:
        leave(job(office), office.folder / "out")
        assert reason(office) is None

    @pytest.mark.parametrize("expected", CAUSES)
    def test_each_by_itself(self, office: Office, expected: str) -> None:
        leave(job(office), office.folder / "out")
        CAUSES[expected](office)
        assert reason(office) == expected

    def test_an_output_altered_without_a_trace_in_size_and_time(self, office: Office) -> None:
        folder = leave(job(office), office.folder / "out")
        file = folder / "bulletin.html"
        known = Hashes()
        os.utime(file, ns=(10**18, 10**18))
        assert why(job(office), office.folder / "out", known) is None
        file.write_bytes(b"X" + file.read_bytes()[1:])
        os.utime(file, ns=(10**18, 10**18))
        assert why(job(office), office.folder / "out", known) == "bulletin.html was altered"

    def test_only_touched(self, office: Office) -> None:
        leave(job(office), office.folder / "out")
        for file in office.folder.rglob("*"):
            os.utime(file)
        assert reason(office) is None

    def test_another_notebook(self, office: Office) -> None:
        leave(job(office), office.folder / "out")
        copy = shutil.copy(notebooks_.packaged_notebook("bulletin"), office.folder / "bulletin.ipynb")
        assert reason(office, notebook=Path(copy)) is None
        append("\n", "bulletin.ipynb")(office)
        assert reason(office, notebook=Path(copy)) == "the notebook changed: bulletin.ipynb"

    def test_formats(self, office: Office) -> None:
        leave(job(office, formats=["html"]), office.folder / "out")
        assert reason(office, formats=["html"]) is None
        assert reason(office, formats=["html", "pdf"]) == "not yet made as pdf"
        leave(job(office), office.folder / "out")
        assert reason(office, formats=["html"]) is None

    @pytest.mark.parametrize("made", [{"manifest": 1}, {"manifest": None}])
    def test_manifests_of_other_versions(self, office: Office, made: dict[str, Any]) -> None:
        leave(job(office), office.folder / "out", made)
        assert reason(office) == "manifest.json is of another version of the program"

    @pytest.mark.parametrize("made", [{"inputs": None}, {"outputs": [{}]}, {"parameters": []}, {"formats": 3}])
    def test_damaged_manifests(self, office: Office, made: dict[str, Any]) -> None:
        leave(job(office), office.folder / "out", made)
        assert reason(office) == "manifest.json is not complete"

    def test_the_code_and_the_templates(self, office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        package = tmp_path / "package"
        shutil.copytree(inputs.TEMPLATES, package / "rendering/templates")
        (package / "module.py").write_text("x = 1\n", encoding="utf-8")
        (package / "samples").mkdir()
        monkeypatch.setattr(inputs, "PACKAGE", package)
        monkeypatch.setattr(inputs, "TEMPLATES", package / "rendering/templates")
        leave(job(office), office.folder / "out")
        (package / "samples/other.py").write_text("1", encoding="utf-8")
        assert reason(office) is None
        (package / "module.py").write_text("x = 2\n", encoding="utf-8")
        assert reason(office) == "the code changed"
        leave(job(office), office.folder / "out")
        (package / "rendering/templates/print.css").write_text("p {}", encoding="utf-8")
        assert reason(office) == "the page's template changed: print.css"

    def test_a_template_in_a_folder_of_templates(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        templates = Path(shutil.copytree(inputs.TEMPLATES, tmp_path / "package/rendering/templates"))
        (templates / "sub").mkdir()
        (templates / "sub" / "print.css").write_text("p {}", encoding="utf-8")
        monkeypatch.setattr(inputs, "PACKAGE", tmp_path / "package")
        monkeypatch.setattr(inputs, "TEMPLATES", templates)
        leave(job(office), office.folder / "out")
        (templates / "sub" / "print.css").write_text("p {color: red}", encoding="utf-8")
        assert reason(office) == "the page's template changed: sub/print.css"

    def test_a_jurisdiction_beside_the_report_goes_before_the_packaged_one(self, office: Office) -> None:
        report = office.write(
            "deep/report.yaml", "jurisdiction: furong\nperiod: 2022-11\ndata: sample:furong-2022-11\ndate: 2022-12-05\n"
        )
        (one,) = planned(report).jobs
        leave(one, office.folder / "out")
        assert why(one, office.folder / "out") is None
        packaged = find_jurisdiction("furong")
        office.write("deep/furong.yaml", packaged.read_text(encoding="utf-8") + "# ours\n")
        assert why(one, office.folder / "out") == "the jurisdiction's file changed: furong.yaml"


class TestData:
    def store(self, office: Office, *months: str) -> Path:
        rows = [{"unit": "甲街道", "assigned": 3}]
        return write_store(office.folder / "tickets", [one for m in months for one in tickets_of_units(rows, m)])

    def test_a_store(self, office: Office) -> None:
        self.store(office, "2024-05")
        office.report(data="tickets")
        leave(job(office), office.folder / "out")
        assert reason(office) is None
        self.store(office, "2024-05", "2024-06")
        assert reason(office) == "the data changed: tickets/store.json, tickets/period=2024-06/tickets.parquet is new"

    def test_files_that_a_pattern_names(self, office: Office) -> None:
        for year in ("2023", "2024"):
            office.write(f"years/{year}.csv", "id,received\n1,2024-05-01\n")
        office.report(data="years/*.csv")
        leave(job(office), office.folder / "out")
        office.write("years/2025.csv", "id,received\n")
        assert reason(office) == "the data changed: years/2025.csv is new"

    def test_periods_that_are_compared(self, office: Office) -> None:
        office.case("before")
        office.report(previous="before")
        leave(job(office), office.folder / "out")
        append("丁局,1,1,1,1,1\n", "before/units.csv")(office)
        assert reason(office) == "the data changed: before/units.csv"

    def test_other_files_in_the_case_folder_are_not_read(self, office: Office) -> None:
        leave(job(office), office.folder / "out")
        office.write("now/notes.txt", "x")
        office.write("now/outputs/bulletin.html", "x")
        assert reason(office) is None

    def test_data_that_is_gone(self, office: Office) -> None:
        one = job(office)
        leave(one, office.folder / "out")
        (office.folder / "now/units.csv").unlink()
        assert why(one, office.folder / "out") == "the data changed: now/units.csv is gone"

    def test_names_tell_no_path_of_the_machine(self, office: Office, tmp_path: Path) -> None:
        self.store(office, "2024-05")
        office.write("elsewhere/case.yaml", f"tickets: {office.folder / 'tickets'}\n")
        office.report(data=str(office.folder / "elsewhere"), previous=str(office.folder / "tickets"))
        found = inputs_of(job(office))
        assert not [one for one in found if str(tmp_path) in one.name or tmp_path.name in one.name]
        names = {one.name for one in found if one.role == "data"}
        assert {"data:elsewhere/case.yaml", "previous:tickets/store.json"} <= names

    def test_every_input_has_hash_and_size(self, office: Office) -> None:
        import hashlib

        office.write("extended.yaml", "extends: small.yaml\n")
        office.report(scheme="extended.yaml")
        found = {(one.role, one.name): one for one in inputs_of(job(office))}
        for role, name in (("data", "now/units.csv"), ("scheme", "small.yaml"), ("scheme", "extended.yaml")):
            content = (office.folder / name).read_bytes()
            assert found[role, name].sha256 == hashlib.sha256(content).hexdigest()
            assert found[role, name].bytes == len(content)
        assert {one.role for one in found.values()} == {
            "notebook",
            "parameters",
            "jurisdiction",
            "scheme",
            "data",
            "template",
            "code",
        }

    @pytest.mark.parametrize("name", ["small.yaml", "office.yaml"])
    def test_rules_that_are_gone(self, office: Office, name: str) -> None:
        one = job(office)
        (office.folder / name).unlink()
        with pytest.raises(InputError):
            inputs_of(one)


class TestSchemes:
    @pytest.mark.parametrize(
        "name", ["furong-2022", "small.yaml", "sub/own.yaml", "sub/own.yaml:strict", "furong-2022:strict", "deep.yaml"]
    )
    def test_the_files_are_those_that_the_scheme_is_loaded_from(
        self, office: Office, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office.write("sub/own.yaml", "extends: ../small.yaml\nvariants: {strict: {}}\n")
        office.write("deep.yaml", "extends: sub/own.yaml:strict\n")
        read: list[Path] = []
        monkeypatch.setattr(loading, "load_document", lambda file: (read.append(file), load_document(file))[1])
        try:
            loading.load_scheme(name, beside=office.folder)
        except InputError:
            assert name.endswith("2022:strict")  # there is no such variant; its file was read
        assert set(scheme_files(name, beside=office.folder)) == set(read)

    def test_schemes_that_extend_each_other(self, office: Office) -> None:
        office.write("a.yaml", "extends: b.yaml\n")
        office.write("b.yaml", "extends: a.yaml\n")
        assert len(scheme_files("a.yaml", beside=office.folder)) == 2


class TestDecisions:
    def test_lines_of_a_dry_run(self, office: Office) -> None:
        out = office.folder / "out"
        text = "jurisdictions: [office]\nperiods: 2024-04..2024-06\nexclude: office/2024-04\n"
        plan = planned(office.write("grid.yaml", text + 'parameters: {data: now, date: "{last_day}"}\n'))
        leave(plan.jobs[0], out)
        assert plan_lines(plan, out) == [
            "unchanged  office/2024-05/bulletin  nothing changed",
            "make       office/2024-06/bulletin  never made",
            "excluded   office/2024-04/bulletin  excluded by office/2024-04",
        ]
        assert [one.what for one in decide(plan, out, force=True)] == ["make", "make", "excluded"]
        assert [one.reason for one in decide(plan, out, force=True)][:2] == ["forced", "forced"]

    def test_nothing_is_written_where_nothing_was_made(self, office: Office) -> None:
        plan_lines(planned(office.report_file), office.folder / "out")
        assert not (office.folder / "out").exists()

    def test_rules_are_checked_before_anything_is_made(self, office: Office) -> None:
        office.jurisdiction(PARTS.replace("on_time_closure_rate", "on_time_rate"))
        office.write("second.yaml", office.report_file.read_text(encoding="utf-8").replace("05\n", "06\n"))
        office.write(
            "third.yaml",
            "jurisdiction: furong\nperiod: 2022-11\ndata: sample:furong-2022-11\ndate: 2022-12-05\ntexts: {cses: x}\n",
        )
        files = [office.folder / name for name in ("report.yaml", "third.yaml")]
        with pytest.raises(InputError) as raised:
            decide(planned(*files), office.folder / "out")
        first, second = str(raised.value).splitlines()
        assert "office.yaml, line 6, " in first
        assert "unknown metric; found 'on_time_rate'" in first
        assert "third.yaml, line 5, key texts.cses: no section shows this text; found 'cses'; allowed: cases" in second

    def test_a_scheme_that_is_not_there_is_said_with_its_place(self, office: Office) -> None:
        office.report(scheme="fuorng-2022")
        with pytest.raises(InputError, match=r"report\.yaml, line \d+, key scheme: .*fuorng-2022") as raised:
            decide(planned(office.report_file), office.folder / "out")
        assert "did you mean furong-2022?" in str(raised.value)

    def test_a_notebook_that_is_none(self, office: Office) -> None:
        cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "period = 1"}
        file = office.write(
            "bad.ipynb", json.dumps({"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": [cell]})
        )
        with pytest.raises(InputError, match=r"bad\.ipynb: not a notebook"):
            decide(planned(office.report_file, notebook=file), office.folder / "out")

    def test_data_that_is_broken_is_found_when_the_report_is_made(self, office: Office) -> None:
        office.write("now/case.yaml", "tables: {")
        office.write("now/units.csv", "nothing")
        (one,) = decide(planned(office.report_file), office.folder / "out")
        assert (one.what, one.reason) == ("make", "never made")


class TestHashes:
    def old(self, file: Path) -> Path:
        """A file that was written long enough ago to be remembered."""
        time.sleep(0.15)
        return file

    def test_remembered_and_read_again_where_it_changed(self, office: Office) -> None:
        out, file = office.folder / "out", self.old(office.write("a.txt", "a"))
        known = Hashes.beside(out)
        first = known.sha256(file)
        known.save()
        content = json.loads((out / ".hotline/hashes.json").read_text(encoding="utf-8"))
        (key,) = content["files"]
        content["files"][key] = "remembered"
        (out / ".hotline/hashes.json").write_text(json.dumps(content), encoding="utf-8")
        assert Hashes.beside(out).sha256(file) == ("remembered", 1)
        office.write("a.txt", "b")
        assert Hashes.beside(out).sha256(file)[0] not in ("remembered", first[0])

    def test_no_path_is_written(self, office: Office) -> None:
        known = Hashes.beside(office.folder / "out")
        inputs_of(job(office), known)
        time.sleep(0.15)
        inputs_of(job(office), known)
        known.save()
        text = (office.folder / "out/.hotline/hashes.json").read_text(encoding="utf-8")
        assert str(office.folder) not in text
        assert text.count("-") > 50

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "files": 3, "read": {}}', '{"version": 99}'])
    def test_a_damaged_memory_is_no_harm(self, office: Office, text: str) -> None:
        office.write("out/.hotline/hashes.json", text)
        leave(job(office), office.folder / "out")
        (one,) = decide(planned(office.report_file), office.folder / "out")
        assert one.what == "unchanged"

    def test_what_was_written_just_now_is_not_remembered(self, office: Office) -> None:
        known = Hashes.beside(office.folder / "out")
        known.sha256(office.write("a.txt", "a"))
        known.save()
        assert not (office.folder / "out/.hotline/hashes.json").exists()

    def test_rules_in_order_are_not_checked_again_until_they_change(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from hotline_analysis.report import opening

        def counted(*args: Any) -> object:
            calls.append(args)
            return checked(*args)

        calls: list[object] = []
        checked = opening.open_rules
        monkeypatch.setattr(opening, "open_rules", counted)
        out = office.folder / "out"
        out.mkdir()
        for _ in range(2):
            assert plan_lines(planned(office.report_file), out) == ["make       office/2024-05/bulletin  never made"]
            assert len(calls) == 1
        append("# a remark\n", "small.yaml")(office)
        plan_lines(planned(office.report_file), out)
        assert len(calls) == 2
        append("full_mark: 3\n", "small.yaml")(office)
        for _ in range(2):
            with pytest.raises(InputError, match="unknown key; found 'full_mark'"):
                plan_lines(planned(office.report_file), out)
        assert len(calls) == 4
