"""The site has every page of the docs, its links lead somewhere, and it loads nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from markdown_blocks import DOCS
from site_of_docs import ROOT, build_site

LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("site"))


def _pages_of(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _pages_of(inner)


def _soups(site: Path) -> Iterator[tuple[Path, BeautifulSoup]]:
    for file in sorted(site.glob("*.html")):
        yield file, BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def test_the_navigation_lists_every_page_once() -> None:
    text = re.sub(r"!!python\S+", "", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = list(_pages_of(yaml.safe_load(text)["nav"]))
    assert sorted(listed) == sorted(file.name for file in DOCS.glob("*.md"))


def test_every_page_is_built(site: Path) -> None:
    names = {"index" if file.stem == "README" else file.stem for file in DOCS.glob("*.md")}
    assert names <= {file.stem for file in site.glob("*.html")}


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for file, soup in _soups(site):
        for tag, attribute in LOADING.items():
            for element in soup.find_all(tag):
                if "canonical" in (element.get("rel") or []):
                    continue
                assert not urlsplit(element.get(attribute) or "").netloc, (file.name, element)
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")), style.name


def test_every_link_of_a_page_leads_to_a_file_and_an_anchor(site: Path) -> None:
    soups = dict(_soups(site))
    anchors = {file: {element["id"] for element in soup.find_all(id=True)} for file, soup in soups.items()}
    for file, soup in soups.items():
        if file.name == "404.html":
            continue
        for link in soup.find_all("a", href=True):
            target = urlsplit(link["href"])
            if target.scheme or target.netloc:
                continue
            linked = (file.parent / unquote(target.path)).resolve() if target.path else file
            assert linked.is_file(), (file.name, link["href"])
            if target.fragment and linked in anchors:
                assert unquote(target.fragment) in anchors[linked], (file.name, link["href"])


def test_every_picture_has_a_text_instead(site: Path) -> None:
    for file, soup in _soups(site):
        for picture in soup.find_all("img"):
            assert len(picture.get("alt") or "") > 20, (file.name, picture)


def test_tables_and_blocks_are_recognised(site: Path) -> None:
    """No page shows the marks of a table, a list or a block as text, which other Markdown programs are kinder about."""
    for file, soup in _soups(site):
        article = soup.find("article")
        if article is None:
            continue
        for element in article(["pre", "code", "h1", "h2", "h3", "h4"]):
            element.decompose()
        assert not re.search(r"^\|[ -]|```|^- |^\d\. \S", article.get_text(), re.M), file.name


def test_the_picture_of_the_readme_is_small() -> None:
    assert (DOCS / "pictures" / "bulletin.png").stat().st_size <= 150_000
