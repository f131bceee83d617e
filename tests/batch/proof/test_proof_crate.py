"""Reports as an RO-Crate 1.2: what the specification requires of the file, and what it says of a run.

https://www.researchobject.org/ro-crate/specification/1.2/: root-data-entity.html, data-entities.html, provenance.html
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from command import Hotline

Graph = dict[str, dict[str, Any]]


@pytest.fixture
def graph(hotline: Hotline, office: Path) -> Graph:
    done = hotline("crate", office / "outputs")
    file = office / "outputs" / "ro-crate-metadata.json"
    assert (done.code, done.out) == (0, f"{file}\n")
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["@context"][0] == "https://w3id.org/ro/crate/1.2/context"
    entities = content["@graph"]
    found = {entity["@id"]: entity for entity in entities}
    assert len(found) == len(entities)
    return found


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [one for item in value for one in references(item)]
    if isinstance(value, dict):
        return [value["@id"]] if set(value) == {"@id"} else [one for item in value.values() for one in references(item)]
    return []


def test_descriptor_and_root(graph: Graph) -> None:
    descriptor = graph["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    root = graph[descriptor["about"]["@id"]]
    assert (root["@id"], root["@type"]) == ("./", "Dataset")
    assert {"name", "description", "datePublished", "license"} <= set(root)
    assert date.fromisoformat(root["datePublished"]) == date(2024, 6, 3)


def test_every_reference_is_described(graph: Graph) -> None:
    outside = {"https://w3id.org/ro/crate/1.2", "http://schema.org/CompletedActionStatus"}
    for entity in graph.values():
        assert "@type" in entity
        for target in references(list(entity.values())):
            assert target in graph or target in outside


def test_files_are_there_with_their_hash_and_part_of_the_root(graph: Graph, office: Path) -> None:
    files = {key: entity for key, entity in graph.items() if entity["@type"] == "File" and not key.startswith("#")}
    assert {one["@id"] for one in graph["./"]["hasPart"]} == set(files)
    names = {"bulletin.html", "bulletin.ipynb", "facts.json", "manifest.json"}
    assert set(files) == {f"office/2024-05/{name}" for name in names}
    for key, entity in files.items():
        data = (office / "outputs" / unquote(key)).read_bytes()
        assert {"name", "description", "encodingFormat"} <= set(entity)
        if entity["name"] != "manifest.json":
            assert entity["sha256"] == hashlib.sha256(data).hexdigest()
            assert entity["contentSize"] == str(len(data))


def test_the_action_names_inputs_results_and_program(graph: Graph) -> None:
    (action,) = (entity for entity in graph.values() if entity["@type"] == "CreateAction")
    assert action["@id"] == "#office/2024-05/bulletin"
    results = {one["@id"] for one in action["result"]}
    assert results == {f"office/2024-05/{name}" for name in ("bulletin.html", "bulletin.ipynb", "facts.json")}
    inputs = {graph[one["@id"]]["name"]: graph[one["@id"]] for one in action["object"]}
    assert {"now/units.csv", "office.yaml", "bulletin.ipynb"} <= set(inputs)
    assert all(one["@type"] == "File" and len(one["sha256"]) == 64 for one in inputs.values())
    program = graph[action["instrument"]["@id"]]
    assert (program["@type"], program["name"]) == ("SoftwareApplication", "hotline-analysis")
    needed = {graph[one["@id"]]["name"] for one in program["softwareRequirements"]}
    assert {"Python", "pandas", "weasyprint"} <= needed
    assert all("version" in one for one in graph.values() if one["@type"] == "SoftwareApplication")


def test_two_reports_share_what_they_share(hotline: Hotline, office: Path, report: Path) -> None:
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"report": "audit", "district": "东屯渡 街道"}
    (report / "audit.manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    folder = report.rename(report.parent / "2024-05 旧%")
    assert hotline("crate", office / "outputs", "--license", "https://creativecommons.org/licenses/by/4.0/").code == 0
    content = json.loads((office / "outputs" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    found = {entity["@id"]: entity for entity in content["@graph"]}
    assert len(found) == len(content["@graph"])
    assert found["./"]["license"]["@id"] in found
    assert len([1 for entity in found.values() if entity["@type"] == "CreateAction"]) == 2
    # blanks and per cent signs are escaped, Chinese characters stay
    assert "office/2024-05%20旧%25/bulletin.html" in found
    assert (office / "outputs" / unquote("office/2024-05%20旧%25/bulletin.html")).parent == folder


def test_the_same_bytes_again(hotline: Hotline, office: Path) -> None:
    file = office / "outputs" / "ro-crate-metadata.json"
    hotline("crate", office / "outputs")
    before = file.read_bytes()
    hotline("crate", office / "outputs")
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir() if one.is_file()] == [file.name]


@pytest.mark.parametrize("folder", ["nowhere", "now"])
def test_nothing_to_describe(hotline: Hotline, office: Path, folder: str) -> None:
    done = hotline("crate", office / folder)
    assert (done.code, done.out, len(done.err.splitlines())) == (3, "", 1)
