"""``hotline verify``: what was touched, what has changed since, and what is made otherwise."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command import Hotline, Result

from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.cli import proving
from hotline_analysis.errors import HotlineError

KEY = "office/2024-05/bulletin: "


def change(file: Path, was: str, now: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, now, 1), encoding="utf-8")


def lines(done: Result) -> list[str]:
    assert all(line.startswith(KEY) for line in done.out.splitlines())
    return [line.removeprefix(KEY) for line in done.out.splitlines()]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, office_made: Path, report: Path) -> None:
    """Makes reports again at once: by copying what was made. ``report`` is the copy that is verified."""

    def made(job: Job, outputs: Path, **_: object) -> Path:
        assert job.report.model_dump(exclude_none=True)["data"] == "now"
        return Path(shutil.copytree(office_made / "outputs" / job.report.folder, outputs / "again"))

    monkeypatch.setattr(proving, "_folder_made", made)


class TestMadeAgain:
    """With kernels, as a user does it."""

    def test_all_is_equal_also_after_a_move(
        self, hotline: Hotline, office: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(office.parent)
        moved = office.rename(office.parent / "elsewhere")
        before = sorted(moved.rglob("*"))
        done = hotline("verify", moved / "outputs")
        assert (done.code, done.out) == (0, f"{KEY}equal\n")
        assert done.err.splitlines()[-1] == "1 of 1 reports are equal to what their manifests say"
        assert sorted(moved.rglob("*")) == before

    def test_a_changed_input_and_the_facts_it_changes(self, hotline: Hotline, office: Path) -> None:
        change(office / "now" / "units.csv", "甲街道,100,100,98", "甲街道,100,100,97")
        done = hotline("verify", office / "outputs")
        assert done.code == 1
        found = lines(done)
        assert found[0].startswith("changed input: data now/units.csv (SHA-256 ")
        assert "facts.json made again is not what was made then" in found
        # 98 + 58 + 8 of 169 were closed on time, then 163
        assert [line for line in found if line.startswith("facts.json: ") and "按时办结率" in line and "97.04%" in line]
        assert not [line for line in found if "is not what was made" in line and "again" not in line]


@pytest.mark.usefixtures("quick")
class TestTouched:
    def test_equal(self, hotline: Hotline, report: Path) -> None:
        assert lines(hotline("verify", report)) == ["equal"]

    def test_a_figure_of_the_page(self, hotline: Hotline, report: Path) -> None:
        change(report / "bulletin.html", ">169件<", ">196件<")
        done = hotline("verify", report)
        assert done.code == 1
        assert lines(done)[0] == "bulletin.html is not what was made"
        assert len(lines(done)) == 2
        assert lines(done)[1].startswith("bulletin.html: 全区工单 [")
        assert lines(done)[1].endswith("]: “196件” → “169件”")

    def test_a_fact(self, hotline: Hotline, report: Path) -> None:
        facts = json.loads((report / "facts.json").read_text(encoding="utf-8"))
        fact = next(one for one in facts if one["printed"] == "169件")
        fact.update(printed="196件", value="196", exact="196")
        (report / "facts.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        assert lines(hotline("verify", report)) == [
            "facts.json is not what was made",
            f"facts.json: {fact['label']} [{fact['key']}]: 196件 → 169件 (-27件)",
        ]

    def test_a_cell_of_the_notebook(self, hotline: Hotline, report: Path) -> None:
        change(report / "bulletin.ipynb", "bulletin.body()", "bulletin.body( )")
        assert lines(hotline("verify", report)) == [
            "bulletin.ipynb is not what was made",
            "bulletin.ipynb: cell 8 (body): other source",
        ]

    def test_a_file_that_is_gone(self, hotline: Hotline, report: Path) -> None:
        (report / "bulletin.html").unlink()
        assert lines(hotline("verify", report)) == ["bulletin.html is missing"]

    def test_facts_that_are_no_facts_any_more(self, hotline: Hotline, report: Path) -> None:
        (report / "facts.json").write_text("[", encoding="utf-8")
        assert lines(hotline("verify", report))[1] == "facts.json: it cannot be read any more as what it was"

    def test_without_making_it_again(
        self, hotline: Hotline, report: Path, office: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proving, "_folder_made", None)
        (office / "now" / "units.csv").unlink()
        assert hotline("verify", report, "--no-rebuild").code == 0
        change(report / "bulletin.html", ">169件<", ">196件<")
        done = hotline("verify", report, "--no-rebuild")
        first, second = lines(done)
        assert (done.code, first) == (1, "bulletin.html is not what was made")
        assert second.startswith("bulletin.html: the page shows “196件” for “全区工单")


@pytest.mark.usefixtures("quick")
class TestChangedSince:
    def rewritten(self, report: Path, **changes: Any) -> None:
        file = report / "manifest.json"
        content = json.loads(file.read_text(encoding="utf-8"))
        for path, value in changes.items():
            *parents, last = path.split("__")
            entry = content
            for part in parents:
                entry = entry[part]
            entry[last] = value
        file.write_text(json.dumps(content), encoding="utf-8")

    def test_packages_python_and_fonts(self, hotline: Hotline, report: Path) -> None:
        fonts = [{"name": "Noto Sans CJK SC", "sha256": "0" * 64}]
        self.rewritten(report, packages__pandas="0.25", code__python="2.7", environment__fonts=fonts)
        done = hotline("verify", report)
        assert done.code == 1
        found = [line.partition(" → ")[0] for line in lines(done)]
        assert found == [
            "changed package: Python 2.7",
            "changed package: pandas 0.25",
            "changed font: Noto Sans CJK SC (SHA-256 000000000000…",
            "changed font: Noto Serif CJK SC (SHA-256 none",
        ]

    def test_code(self, hotline: Hotline, report: Path) -> None:
        self.rewritten(report, **{"code__hotline-analysis": "0.0.1", "code__commit": "f" * 40, "code__changed": False})
        (line,) = lines(hotline("verify", report))
        assert line.startswith("changed code: hotline-analysis 0.0.1, commit ffffffffffff → ")

    def test_parameters(self, hotline: Hotline, report: Path) -> None:
        self.rewritten(report, parameters__number="第9期")
        (line,) = lines(hotline("verify", report))
        assert line.startswith("changed input: parameters parameters (SHA-256 ")

    def test_a_file_that_is_new_or_gone(self, hotline: Hotline, report: Path, office: Path) -> None:
        (office / "now" / "facts.yaml").write_text("{}\n", encoding="utf-8")
        assert "new input: data now/facts.yaml (SHA-256 none → " in hotline("verify", report).out
        (office / "office.yaml").unlink()
        (line,) = lines(hotline("verify", report))
        assert line.startswith("it cannot be made again: no such jurisdiction; found 'office'; ")

    def test_a_report_that_fails_now(self, hotline: Hotline, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(job: Job, outputs: Path, **_: object) -> Path:
            raise HotlineError(f"the notebook failed: no memory; see {outputs}/x.failed.ipynb")

        monkeypatch.setattr(proving, "_folder_made", fails)
        done = hotline("verify", report)
        assert (done.code, len(lines(done))) == (1, 1)
        assert lines(done)[0].startswith("it cannot be made again: the notebook failed: no memory")


@pytest.mark.usefixtures("quick")
class TestInputs:
    def test_named_where_they_are_now(self, hotline: Hotline, report: Path, tmp_path: Path, office: Path) -> None:
        alone = Path(shutil.move(report, tmp_path / "reports"))
        (tmp_path / "inputs").mkdir()
        for name in ("office.yaml", "small.yaml", "now"):
            shutil.move(office / name, tmp_path / "inputs" / name)
        done = hotline("verify", alone)
        assert done.code == 1
        assert "named with --inputs" in done.out
        assert lines(hotline("verify", alone, "--inputs", tmp_path / "inputs")) == ["equal"]

    def test_a_folder_that_is_not_there(self, hotline: Hotline, report: Path) -> None:
        done = hotline("verify", report, "--inputs", report / "none")
        assert (done.code, len(done.err.splitlines())) == (3, 1)


@pytest.mark.usefixtures("quick")
class TestInvalid:
    def test_an_invalid_manifest_does_not_hide_the_others(self, hotline: Hotline, report: Path) -> None:
        (report / "audit.manifest.json").write_text("{}", encoding="utf-8")
        done = hotline("verify", report)
        assert (done.code, done.out) == (3, f"{KEY}equal\n")
        assert "audit.manifest.json, key manifest: not a manifest of this version" in done.err
        assert done.err.splitlines()[-1] == "1 of 2 reports are equal to what their manifests say"
        change(report / "bulletin.html", ">169件<", ">196件<")
        assert hotline("verify", report).code == 1

    @pytest.mark.parametrize("folder", ["nowhere", "now"])
    def test_a_folder_without_reports(self, hotline: Hotline, office: Path, folder: str) -> None:
        done = hotline("verify", office / folder)
        assert (done.code, done.out, len(done.err.splitlines())) == (3, "", 1)

    def test_parameters_that_are_not_valid(self, hotline: Hotline, report: Path) -> None:
        change(report / "manifest.json", '"date": "2024-06-03"', '"date": "soon"')
        (line,) = lines(hotline("verify", report))
        assert "not a date" in line
