"""notebooks/explore.ipynb in the real JupyterLab: run from top to bottom, choose, move a number of the scheme, save."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import browsing
import pytest
from browsing import Opened

from hotline_analysis.report import load_jurisdiction
from hotline_analysis.resources import shared_folder

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TOKEN = "explore"  # of a server that only this machine reaches, for the minutes of the test
# all cells stand in the page, also those out of sight
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": '{"windowingMode": "none"}',
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": '{"fetchNews": "false"}',
}
MINUTES = 3
UNITS, TOPICS, SCHEME = "units = explore", "topics = explore", "scheme = explore"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the notebook, in which the server runs."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(shared_folder("notebooks") / "explore.ipynb", folder)
    return folder


@pytest.fixture(scope="module")
def lab(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on 127.0.0.1, with settings and a cache of its own."""
    for name in ("jupyterlab", "ipywidgets"):
        if find_spec(name) is None:
            browsing._left_out(f'{name} is not installed; get it with: pip install -e ".[lab]"')
    home = tmp_path_factory.mktemp("home")
    for name, text in SETTINGS.items():
        file = home / "settings" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    places = {"CONFIG": "config", "RUNTIME": "runtime"}
    own = {f"JUPYTER_{key}_DIR": str(home / name) for key, name in places.items()}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    own |= {"IPYTHONDIR": str(home / "ipython"), "HOTLINE_CACHE": str(home / "cache")}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root"]
    command += [f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0"]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=desk, env={**os.environ, **own}, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", server, home / "log")
        yield f"http://127.0.0.1:{port}/lab/tree/explore.ipynb?reset&token={TOKEN}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60 * MINUTES
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}", pytrace=False)


def test_an_analyst_explores_the_sample(desk: Path, lab: str, open_page: Callable[..., Opened]) -> None:
    page = open_page(lab, width=1400, height=1000).page
    page.set_default_timeout(60_000 * MINUTES)
    _run_all(page)
    assert page.locator(".jp-Notebook [data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.locator(".jp-Notebook [data-mime-type='application/vnd.jupyter.stderr']").count() == 0

    # a funnel whose points say who they are, in Chinese
    funnel = _output(page, "month.funnel_by_unit")
    assert funnel.locator("svg circle").count() == 43
    assert funnel.get_by_text("马坡岭街道", exact=True).first.is_visible()

    # another unit is chosen, and its profile shown
    units = _output(page, UNITS)
    assert units.get_by_text("马坡岭街道各项得分").is_visible()
    units.locator("select").select_option("定王台街道")
    units.get_by_text("定王台街道各项得分").wait_for()
    assert units.locator("figure.doc-chart img").first.evaluate("image => image.naturalWidth") > 500

    # another column of tickets is chosen, and its first entry shown
    topics = _output(page, TOPICS)
    topics.locator("select").first.select_option("诉求类型")
    topics.get_by_text("求助各期工单").first.wait_for()

    # a number of the scheme is moved, and places follow
    scheme = _output(page, SCHEME)
    before = _moves(scheme)
    assert before
    scheme.locator(".widget-hslider", has_text="退单驳回数 扣分").get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    scheme.get_by_text("退单驳回数 扣分值”由0.2改为0，").wait_for()
    assert _moves(scheme) != before
    scheme.get_by_role("button", name="恢复原数值").click()
    scheme.get_by_text("移动滑块即可看到名次变化").wait_for()

    # the button makes the unit's profile a section of the bulletin
    units.get_by_role("button", name="保存为通报章节").click()
    units.get_by_text("hotline run bulletin --params my-report/report.yaml").wait_for()
    one, _ = load_jurisdiction("furong-2020", beside=desk / "my-report")
    assert [part.title for part in one.chapters[-1].parts] == ["马坡岭街道", "考核办法改动测算", "定王台街道"]


def _run_all(page: Page) -> None:
    """Run all cells by the menu, as an analyst does, and wait until the last one has run."""
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.locator(".jp-NotebookPanel-toolbar .jp-Toolbar-kernelName", has_text="Python 3").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu").get_by_text("Run All Cells", exact=True).click()
    last = page.locator(".jp-Notebook .jp-CodeCell").last.locator(".jp-InputPrompt")
    last.filter(has_text="]:").filter(has_not_text="*").filter(has_not_text="[ ]").wait_for()
    page.wait_for_timeout(1000)  # widgets draw themselves after their cells have run


def _output(page: Page, source: str) -> Locator:
    """Return the output of the cell whose source begins so."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").filter(has=page.locator(".cm-content", has_text=source)).first
    cell.scroll_into_view_if_needed()
    return cell.locator(".jp-Cell-outputArea").first


def _moves(scheme: Locator) -> list[str]:
    """Return the rows of the units that change place."""
    return scheme.locator("table tbody tr").all_inner_texts()
