"""A view that was saved is a section of the bulletin that is made next; everything else of the file stays."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.explore import Month, load_month
from hotline_analysis.explore.yaml_text import with_part
from hotline_analysis.report import open_bulletin
from hotline_analysis.resources import shared_folder


def added(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("+ ", "- ")]
    return [one[2:] for one in lines if one[0] == "+"], [one[2:] for one in lines if one[0] == "-"]


def test_the_bulletin_shows_what_was_saved(month: Month, tmp_path: Path) -> None:
    folder = tmp_path / "my-report"
    month.profile_of_unit("马坡岭街道", periods=3).save_section(folder, title="马坡岭街道情况")
    month.profile_of_topic("建筑施工噪音", periods=0).save_section(folder)
    saved = month.ranks_under({"lateness.off": "2.5"}).save_section(folder, title="如提高超期扣分")
    assert saved.command.endswith("report.yaml")
    body = open_bulletin(folder / "report.yaml").body().markup
    chapter = body[body.index("专题分析") :]
    heads = [chapter.index(title) for title in ("（一）马坡岭街道情况", "（二）建筑施工噪音", "（三）如提高超期扣分")]
    assert heads == sorted(heads)
    assert "马坡岭街道各项得分" in chapter
    assert "由2改为2.5" in chapter
    packaged = (shared_folder("params") / "furong-2020.yaml").read_text(encoding="utf-8")
    more, gone = added(packaged, saved.jurisdiction.read_text(encoding="utf-8"))
    assert gone == []
    assert more[0] == "  - title: 专题分析"


def test_saving_again_replaces_the_section(month: Month, tmp_path: Path) -> None:
    folder = tmp_path / "my-report"
    month.profile_of_unit("马坡岭街道").save_section(folder, title="一个街道")
    month.profile_of_topic("社区工作").save_section(folder)
    first = (folder / "furong-2020.yaml").read_text(encoding="utf-8")
    month.profile_of_unit("东湖街道").save_section(folder, title="一个街道")
    more, gone = added(first, (folder / "furong-2020.yaml").read_text(encoding="utf-8"))
    assert (more, gone) == (["        unit: 东湖街道"], ["        unit: 马坡岭街道"])


def test_a_report_of_ones_own_is_extended_where_it_lies(month: Month, tmp_path: Path) -> None:
    shutil.copytree(month.report.parent, tmp_path / "office", dirs_exist_ok=True)  # type: ignore[union-attr]
    rules = tmp_path / "office" / "furong-2020.yaml"
    shutil.copy(shared_folder("params") / rules.name, rules)
    own = load_month(tmp_path / "office" / "report.yaml")
    saved = own.profile_of_unit("马坡岭街道").save_section()
    assert saved.jurisdiction == rules
    assert "unit: 马坡岭街道" in rules.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="leave folder out"):
        own.profile_of_unit("马坡岭街道").save_section(tmp_path / "elsewhere")


def test_a_sample_needs_a_folder_of_ones_own(month: Month, tmp_path: Path) -> None:
    view = month.profile_of_unit("马坡岭街道")
    with pytest.raises(UsageError, match="a folder of your own"):
        view.save_section()
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        view.save_section(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_that_cannot_take_it_stays_as_it_is(month: Month, tmp_path: Path) -> None:
    folder = tmp_path / "my-report"
    view = month.profile_of_unit("马坡岭街道")
    view.save_section(folder)
    rules = folder / "furong-2020.yaml"
    broken = rules.read_text(encoding="utf-8").replace("{count: signed,", "{count: singed,")
    rules.write_text(broken, encoding="utf-8")
    with pytest.raises(InputError, match="unknown count; found 'singed'"):
        view.save_section(folder, title="又一个")
    assert rules.read_text(encoding="utf-8") == broken


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("chapters:\n- title: 甲\n  parts:\n  - {section: x}\n# about annexes\nannexes: []\n", "# about annexes"),
        (
            "chapters:\n   - title: 甲\n     parts:\n       - section: x\n         text: |\n           y\n\nz: 1\n",
            "",
        ),
        ("chapters:\n  - title: 甲\n    parts: []\n", None),
    ],
)
def test_hand_written_lists_keep_their_form(tmp_path: Path, text: str, at: str | None) -> None:
    file = tmp_path / "office.yaml"
    file.write_text(text, encoding="utf-8")
    made = with_part(file, "专题分析", {"section": "unit_profile", "title": "乙", "unit": "乙街道"})
    more, gone = added(text, made)
    assert gone == []
    assert more[0].lstrip() == "- title: 专题分析"
    lines = made.splitlines()
    behind = lines[lines.index(more[-1]) + 1 :]
    assert behind == [] if at is None else behind[0] == at


@pytest.mark.parametrize("text", ["chapters: [{title: 甲, parts: []}]\n", "chapters: []\n"])
def test_a_list_in_brackets_is_left_to_its_writer(tmp_path: Path, text: str) -> None:
    file = tmp_path / "office.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"added by hand.*unit: 乙街道"):
        with_part(file, "专题分析", {"section": "unit_profile", "title": "乙", "unit": "乙街道"})


@pytest.mark.parametrize(
    ("name", "said"), [("mine.txt", "a scheme is a .yaml file"), ("there.yaml", "the file is there")]
)
def test_a_scheme_is_written_to_a_new_yaml_file(month: Month, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "there.yaml").write_text("mine")
    with pytest.raises((InputError, UsageError), match=said):
        month.save_scheme(tmp_path / name, {"lateness.off": 3})
    assert (tmp_path / "there.yaml").read_text() == "mine"
