"""``manifest.json``: what it says, and what is refused as one."""

from __future__ import annotations

import getpass
import hashlib
import json
import platform
import subprocess
from importlib.metadata import version
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

import hotline_analysis
from hotline_analysis.batch.proof.manifest import manifests_in, read_manifest
from hotline_analysis.errors import InputError
from hotline_analysis.statistics.drivers.crossing import cross_validate
from hotline_analysis.statistics.drivers.importance import importance
from hotline_analysis.statistics.drivers.shapley import shapley
from hotline_analysis.statistics.fair.rank_sets import rank_sets
from hotline_analysis.statistics.fair.rate_sets import rank_sets_of_rates


@pytest.fixture
def content(report: Path) -> Any:
    return json.loads((report / "manifest.json").read_text(encoding="utf-8"))


def test_what_it_says(content: Any) -> None:
    assert list(content) == [
        *("manifest", "report", "jurisdiction", "period", "parameters", "places", "formats", "inputs", "outputs"),
        *("code", "packages", "environment", "seed", "source_date_epoch", "seconds"),
    ]
    names = {key: content[key] for key in ("manifest", "report", "jurisdiction", "period", "formats")}
    assert names == {
        "manifest": 2,
        "report": "bulletin",
        "jurisdiction": "office",
        "period": "2024-05",
        "formats": ["html"],
    }
    assert content["parameters"]["data"] == "now"
    assert content["places"] == {"parameters": "../../..", "notebook": "package:notebooks/bulletin.ipynb"}
    assert content["source_date_epoch"] == 1717199999  # date -u -d 2024-05-31T23:59:59 +%s
    assert 0 < content["seconds"] < 600


def test_outputs_and_inputs(content: Any, office: Path, report: Path) -> None:
    assert {one["name"] for one in content["outputs"]} == {"bulletin.html", "bulletin.ipynb", "facts.json"}
    for one in content["outputs"]:
        data = (report / one["name"]).read_bytes()
        assert (one["sha256"], one["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    data = (office / "now" / "units.csv").read_bytes()
    entry = {"role": "data", "name": "now/units.csv", "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    assert entry in content["inputs"]
    roles = {"notebook", "parameters", "jurisdiction", "scheme", "data", "template", "code"}
    assert {one["role"] for one in content["inputs"]} == roles


def test_what_it_was_made_with(content: Any) -> None:
    assert content["code"]["hotline-analysis"] == hotline_analysis.__version__
    assert content["code"]["python"] == platform.python_version()
    assert content["packages"]["pandas"] == version("pandas")
    assert {font["name"] for font in content["environment"]["fonts"]} == {"Noto Sans CJK SC", "Noto Serif CJK SC"}


def test_every_seed_of_the_package_is_named(content: Any) -> None:
    drawn = {
        "drivers": {cross_validate, importance, shapley},
        "league": {rank_sets, rank_sets_of_rates},
    }
    defaults = {
        name: {signature(one).parameters["seed"].default for one in functions} for name, functions in drawn.items()
    }
    assert {name: {seed} for name, seed in content["seed"].items()} == defaults


def test_the_commit_is_git_s(content: Any) -> None:
    package = Path(hotline_analysis.__file__).parent
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=package, capture_output=True, text=True, check=False)
    tracked = subprocess.run(
        ["git", "ls-files", "__init__.py"], cwd=package, capture_output=True, text=True, check=False
    )
    assert content["code"]["commit"] == (head.stdout.strip() if tracked.stdout.strip() else None)
    assert content["code"]["changed"] in ((True, False) if tracked.stdout.strip() else (None,))


def test_nothing_of_the_machine_is_in_it(report: Path, office_made: Path) -> None:
    text = (report / "manifest.json").read_text(encoding="utf-8")
    for place in (office_made, office_made.parent, Path.cwd(), Path(hotline_analysis.__file__).parent, Path.home()):
        assert str(place) not in text or str(place) == "/"
    assert f"/{getpass.getuser()}/" not in text


def test_it_is_read_back(report: Path) -> None:
    manifest = read_manifest(report / "manifest.json")
    assert manifest.key == "office/2024-05/bulletin"
    assert [one.name for one in manifest.outputs] == ["bulletin.ipynb", "facts.json", "bulletin.html"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"manifest": 3}, "a manifest of another version; found 3; allowed: 2; make the report again"),
        ({"manifest": None}, "a manifest of another version"),
        ({"extra": 1}, "unknown key; found 'extra'"),
        ({"formats": "html"}, "formats"),
        ({"outputs": [{"name": "../x", "sha256": "0" * 64, "bytes": 1}]}, "not the name of a file beside the manifest"),
        ({"outputs": [{"name": "x", "sha256": "0", "bytes": 1}]}, "sha256"),
        ({"source_date_epoch": "soon"}, "source_date_epoch"),
    ],
)
def test_a_wrong_manifest_is_refused_in_one_line(report: Path, content: Any, change: Any, said: str) -> None:
    file = report / "manifest.json"
    file.write_text(json.dumps({**content, **change}), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_manifest(file)
    assert str(raised.value).startswith(f"{file}, ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"), [("", "not JSON"), ("[]", "not a manifest of this version"), ("{}", "not a")]
)
def test_another_file_is_refused(report: Path, text: str, said: str) -> None:
    (report / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_manifest(report / "manifest.json")


def test_manifests_are_found_below_a_folder(report: Path, office: Path) -> None:
    (report / "audit.manifest.json").touch()
    (report / "xmanifest.json").touch()
    private = office / "outputs" / ".making-1"
    private.mkdir()
    (private / "manifest.json").touch()
    assert manifests_in(office) == [report / "audit.manifest.json", report / "manifest.json"]
    with pytest.raises(InputError, match=r"no manifest\.json here or below"):
        manifests_in(office / "now")
    with pytest.raises(InputError, match="no such folder"):
        manifests_in(office / "nowhere")
