"""What a run of the five packaged bulletins leaves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from making import contents

import hotline_analysis
from hotline_analysis.batch import Made, run_many, run_report, sample_reports
from hotline_analysis.batch.plan.notebooks import packaged_notebook
from hotline_analysis.report import FACTS_TYPE

FIVE = ("furong-2020-03", "furong-2022-11", "xiangtan-2019-11", "yueyang-2017-Q2", "yunxi-2022-Q3")
KINDS = {
    "bulletin.html": "html",
    "bulletin.ipynb": "ipynb",
    "bulletin.pdf": "pdf",
    "facts.json": "facts",
    "manifest.json": "manifest",
}
FILES = set(KINDS)


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """The five packaged bulletins, made once for all tests, by two processes."""
    outputs = tmp_path_factory.mktemp("made") / "outputs"
    night = run_many(sample_reports(), outputs=outputs, workers=2)
    assert night.failed == []
    made = {}
    for params, entry in zip(sample_reports(), night.entries, strict=True):
        folder = (outputs / entry.key).parent
        made[params.stem] = Made(folder, {KINDS[name]: folder / name for name in entry.files})
    return made


@pytest.fixture(params=FIVE)
def made(request: pytest.FixtureRequest, five: dict[str, Made]) -> Made:
    return five[request.param]


def test_the_packaged_reports_are_the_five_samples() -> None:
    samples = Path(hotline_analysis.__file__).parent / "samples"
    assert tuple(file.stem for file in sample_reports()) == FIVE
    assert tuple(sorted(folder.name for folder in samples.iterdir() if folder.is_dir())) == FIVE


def test_a_run_leaves_these_files_and_no_other(made: Made) -> None:
    assert {file.name for file in made.folder.iterdir()} == FILES
    assert set(made.files.values()) == {made.folder / name for name in FILES}


def test_reports_lie_under_jurisdiction_and_period(five: dict[str, Made]) -> None:
    outputs = five["furong-2022-11"].folder.parent.parent
    folders = {str(file.parent.relative_to(outputs)) for file in outputs.glob("*/*/*")}
    assert folders == {"furong-2020/2020-03", "furong/2022-11", "xiangtan/2019-11", "yueyang/2017-Q2", "yunxi/2022-Q3"}
    beside = {".hotline", "batch.json", "batch.log.jsonl", "index.html"}
    assert {path.name for path in outputs.iterdir()} == beside | {folder.partition("/")[0] for folder in folders}


def test_the_page_is_small_and_closed(made: Made) -> None:
    page = made.files["html"].read_text(encoding="utf-8")
    assert len(page.encode()) < 1_000_000
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find_all(["link", "iframe"]) == []
    assert [script.get("src") for script in soup.find_all("script")] == [None]
    assert all(str(image["src"]).startswith("data:") for image in soup.find_all("img"))
    assert len(soup.find_all("h1")) == 1


def test_the_pdf_is_one(made: Made) -> None:
    assert made.files["pdf"].read_bytes().startswith(b"%PDF-")


def test_manifest_names_every_file_with_its_hash(made: Made) -> None:
    manifest = json.loads(made.files["manifest"].read_text(encoding="utf-8"))
    described = {entry["name"]: entry for entry in manifest["outputs"]}
    assert set(described) == FILES - {"manifest.json"}
    for name, entry in described.items():
        content = (made.folder / name).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)
    assert manifest["formats"] == ["html", "pdf"]
    assert made.folder.parts[-2:] == (manifest["jurisdiction"], manifest["period"])


def test_manifest_names_every_input_with_its_hash(made: Made) -> None:
    manifest = json.loads(made.files["manifest"].read_text(encoding="utf-8"))
    sample = manifest["parameters"]["data"].removeprefix("sample:")
    inputs = {entry["name"]: entry["sha256"] for entry in manifest["inputs"]}
    folder = Path(hotline_analysis.__file__).parent / "samples" / sample
    used = {file.name for file in folder.iterdir() if f"sample:{sample}/{file.name}" in inputs}
    assert {"case.yaml", "facts.yaml"} <= used
    assert len(used) >= 4
    for name in used:
        assert inputs[f"sample:{sample}/{name}"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert {"parameters", f"{manifest['jurisdiction']}.yaml", "bulletin.ipynb"} <= set(inputs)
    assert manifest["code"]["hotline-analysis"] == hotline_analysis.__version__


def test_no_path_of_the_machine_is_left_anywhere(made: Made) -> None:
    places = {str(made.folder.parent.parent), str(Path.cwd()), str(Path(hotline_analysis.__file__).parent.parent)}
    for file in made.folder.iterdir():
        content = file.read_bytes()
        for place in (*places, str(Path.home() / ".cache"), ".making-"):
            assert place.encode() not in content, f"{file.name} holds {place}"


def test_facts_are_what_the_page_shows(made: Made) -> None:
    facts = json.loads(made.files["facts"].read_text(encoding="utf-8"))
    soup = BeautifulSoup(made.files["html"].read_text(encoding="utf-8"), "html.parser")
    shown = {(data["value"], data.get_text()) for data in soup.select("data.fact")}
    known = {
        (fact["value"], form)
        for fact in facts
        for form in (fact["printed"], fact["printed"].removesuffix(fact["unit"]))
    }
    assert shown <= known
    alternatives = "".join(str(image["alt"]) for image in soup.select("img"))
    for fact in facts:
        if fact["value"] is None:
            continue
        bare = fact["printed"].removesuffix(fact["unit"])
        assert {(fact["value"], fact["printed"]), (fact["value"], bare)} & shown or fact["printed"] in alternatives
    assert len({fact["key"] for fact in facts}) == len(facts)


def test_the_notebook_is_the_facts_too(made: Made) -> None:
    notebook = json.loads(made.files["ipynb"].read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    facts = [output["data"][FACTS_TYPE] for output in outputs if FACTS_TYPE in output.get("data", {})]
    assert facts == [json.loads(made.files["facts"].read_text(encoding="utf-8"))]
    assert {output["output_type"] for output in outputs} == {"execute_result"}  # no warning, no stray print


def test_papermill_notes_names_not_paths(made: Made) -> None:
    noted = json.loads(made.files["ipynb"].read_text(encoding="utf-8"))["metadata"]["papermill"]
    assert (noted["input_path"], noted["output_path"]) == ("bulletin.ipynb", "bulletin.ipynb")


def test_one_process_makes_the_same_bytes_as_two(five: dict[str, Made], tmp_path: Path) -> None:
    file = next(file for file in sample_reports() if file.stem == "yunxi-2022-Q3")
    alone = run_report(packaged_notebook("bulletin"), file, formats=["html"], outputs=tmp_path)
    mine, theirs = contents(alone.folder), contents(five["yunxi-2022-Q3"].folder)
    assert set(mine) == FILES - {"bulletin.pdf"}
    for name in ("bulletin.html", "bulletin.ipynb", "facts.json"):
        assert mine[name] == theirs[name]
