"""Files are named without naming the machine, and found again after everything was moved together."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_analysis.batch.plan.data_files import label
from hotline_analysis.batch.proof.places import found_at, machine_paths, place_of, portable
from hotline_analysis.resources import shared_folder


def test_found_again_after_a_move(tmp_path: Path) -> None:
    file = tmp_path / "office" / "params" / "may.yaml"
    folder = tmp_path / "office" / "outputs" / "furong" / "2022-05"
    file.parent.mkdir(parents=True)
    folder.mkdir(parents=True)
    file.touch()
    place = place_of(file, folder)
    assert place == "../../../params/may.yaml"
    (tmp_path / "office").rename(tmp_path / "elsewhere")
    moved = tmp_path / "elsewhere" / "outputs" / "furong" / "2022-05"
    assert found_at(place, moved) == tmp_path / "elsewhere" / "params" / "may.yaml"


def test_what_travels_with_the_package_is_found_anywhere(tmp_path: Path) -> None:
    notebook = shared_folder("notebooks") / "bulletin.ipynb"
    place = place_of(notebook, tmp_path)
    assert place == "package:notebooks/bulletin.ipynb"
    assert found_at(place, tmp_path / "anywhere") == notebook
    assert found_at("package:params", tmp_path) == shared_folder("params")


def test_nothing_is_said_of_what_has_no_folder_in_common() -> None:
    assert place_of(Path("/srv/x/may.yaml"), Path("/opt/outputs/furong/2022-05")) is None


def test_the_name_of_another_user_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/wang")
    assert place_of(Path("/home/li/may.yaml"), Path("/home/wang/outputs/furong/2022-05")) is None


@pytest.mark.parametrize("home", ["/root", "/srv/hotline", "/home/wang"])
@pytest.mark.parametrize("homes", ["/home", "/Users", "/var/home"])
def test_whoever_runs_it(monkeypatch: pytest.MonkeyPatch, home: str, homes: str) -> None:
    monkeypatch.setenv("HOME", home)
    office = Path(homes) / "li" / "office"
    assert place_of(Path(homes) / "wang/may.yaml", office / "outputs") is None
    assert machine_paths({"data": f"{homes}/wang/tickets"}, office) == {"data": "tickets"}
    assert machine_paths({"data": f"{homes}/li/tickets"}, office) == {"data": "../tickets"}
    assert label(Path(homes) / "wang/rules/strict.yaml", office) == "rules/strict.yaml"
    assert label(Path(homes) / "li/rules/strict.yaml", office) == "../rules/strict.yaml"


def test_parameters_with_paths_of_the_machine(tmp_path: Path) -> None:
    folder = tmp_path / "params"
    given = {"data": str(tmp_path / "tickets"), "previous": "none", "scheme": "/elsewhere/rules.yaml", "number": "/3"}
    shown = {"data": "../tickets", "previous": "none", "scheme": "rules.yaml", "number": "/3"}
    assert portable(given, folder) == shown
    assert machine_paths(given, folder) == {"data": "../tickets", "scheme": "rules.yaml"}
    assert given["data"] == str(tmp_path / "tickets")
