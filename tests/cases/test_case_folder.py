"""Case folders that a user writes by hand, and what is refused in them."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from hotline_analysis.cases import load_case, samples_folder
from hotline_analysis.errors import InputError

UNITS = "unit,assigned,closed\n东街道,10,9\n西街道,20,20\n"


def write(folder: Path, case: str = "tables: {units: units.csv}\n", **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    for name, text in {"units": UNITS, **files}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_the_least_a_user_writes(tmp_path: Path) -> None:
    case = load_case(write(tmp_path / "新区-2024-05"))
    assert case.name == "新区-2024-05"
    assert case.period is None
    assert case.scheme is None
    assert case.table("units").to_dict("list") == {
        "unit": ["东街道", "西街道"],
        "assigned": ["10", "20"],
        "closed": ["9", "20"],
    }
    assert case.unit_table_files == [(tmp_path / "新区-2024-05" / "units.csv", None)]


def test_files_with_groups_are_stacked(tmp_path: Path) -> None:
    text = "tables:\n  units: [{file: units.csv, group: streets}, {file: more.csv, group: departments}]\n"
    case = load_case(write(tmp_path, text, more="unit,assigned,bonus\n民政局,3,0.50\n"))
    table = case.table("units")
    assert list(table["group"]) == ["streets", "streets", "departments"]
    assert list(table["bonus"]) == ["", "", "0.50"]
    assert [group for _, group in case.unit_table_files] == ["streets", "departments"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    write(tmp_path)
    (tmp_path / "units.csv").write_bytes(UNITS.encode(encoding))
    assert list(load_case(tmp_path).table("units")["unit"]) == ["东街道", "西街道"]


def test_figures_inline_keep_their_printed_digits(tmp_path: Path) -> None:
    text = "tables: {units: units.csv}\nfigures:\n  calls: 9744\n  rate: 97.10\n  named: {value: 12.0, unit: percent}\n"
    case = load_case(write(tmp_path, text))
    assert case.facts["rate"].value == "97.10"
    assert case.figure("calls") == 9744
    assert case.figure("named") == Fraction(12)
    assert case.facts["named"].unit == "percent"


def test_figures_from_a_file_and_a_table_of_figures(tmp_path: Path) -> None:
    text = (
        "tables:\n  units: units.csv\n"
        "  request_types: {from_facts: {投诉: complaints, 求助: help}, name: type, count: tickets}\n"
        "figures: figures.yaml\n"
    )
    (tmp_path / "figures.yaml").write_text("complaints: 5\nhelp: 7\n", encoding="utf-8")
    case = load_case(write(tmp_path, text))
    assert case.named_counts("request_types").to_numpy().tolist() == [["投诉", "5"], ["求助", "7"]]
    assert list(case.table("request_types").columns) == ["type", "tickets"]


def test_a_serial_number_before_the_unit(tmp_path: Path) -> None:
    case = load_case(write(tmp_path, units="序号,单位,交办数\n1,东街道,10\n"))
    assert case.files("units")[0].name == "单位"
    assert case.files("units")[0].count == "交办数"


def test_tables_are_copies(tmp_path: Path) -> None:
    case = load_case(write(tmp_path))
    table = case.table("units")
    table.loc[0, "closed"] = "999"
    assert case.table("units").loc[0, "closed"] == "9"


def test_corrections_are_for_reports_only() -> None:
    case = load_case("yueyang-2017-Q2")
    printed, used = case.table("units"), case.table("units", corrected=True)
    changed = printed["overdue"] != used["overdue"]
    assert dict(zip(printed.loc[changed, "unit"], used.loc[changed, "overdue"], strict=True)) == {
        "华容县政府": "44",
        "市长江修防处": "1",
    }
    # with both, the city's on-time rate is the printed 99.08 = 38384 / 38742
    overdue, handled = (used[key].astype(int).sum() for key in ("overdue", "handled"))
    assert handled - overdue == 38384


def test_a_stale_correction_is_refused(tmp_path: Path) -> None:
    text = (
        "tables: {units: units.csv}\n"
        "corrections:\n  - {file: units.csv, unit: 东街道, column: closed, printed: 8, used: 9, why: test}\n"
    )
    case = load_case(write(tmp_path, text))
    assert case.table("units").loc[0, "closed"] == "9"
    with pytest.raises(InputError, match=r"case\.yaml, line 3.*does not fit units\.csv.*found '9'"):
        case.table("units", corrected=True)


def test_a_folder_named_like_a_sample_uses_its_case_file(tmp_path: Path) -> None:
    folder = tmp_path / "furong-2020-03"
    shutil.copytree(samples_folder() / "furong-2020-03", folder)
    (folder / "case.yaml").unlink()
    case = load_case(folder)
    assert case.folder == folder
    assert case.period == "2020-03"
    assert case.files("units")[0].path == folder / "streets.csv"


def test_fragments_beside_figures_are_ignored(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "facts.yaml").write_text(
        "bulletin: {title: 2024年5月通报}\n"
        "facts: {calls: {value: 7, unit: 件, text: anything, note: anything}}\n"
        "lists: {best: {units: [东街道], text: anything}}\n",
        encoding="utf-8",
    )
    case = load_case(tmp_path)
    assert case.figure("calls") == 7
    assert case.lists == {"best": ("东街道",)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tables: {units: units.csv}\nperoid: 2024-05\n", r"line 2, key peroid: unknown key.*period \(nearest\)"),
        ("tables: {units: units.csv}\nperiod: 2022-13\n", r"line 2, key period: not a period.*'2022-13'"),
        ("tables: {unit: units.csv}\n", r"tables must name the unit table"),
        ("tables: {units: {fiel: units.csv}}\n", r"unknown key.*fiel.*file \(nearest\)"),
        ("tables: {units: ../units.csv}\n", r"line 1, key tables\.units: the path leaves the case folder"),
        ("tables: {units: /etc/passwd}\n", r"the path leaves the case folder"),
        ("tables: {units: missing.csv}\n", r"missing\.csv: cannot be read"),
        ("tables: {units: units.csv, x: {file: units.csv, excerpt_of: unitz}}\n", r"unknown table; found 'unitz'"),
        ("tables: {units: units.csv, x: {file: units.csv, count: closd}}\n", r"unknown column; found 'closd'"),
        ("tables: {units: units.csv, x: {from_facts: {a: nothing}}}\n", r"unknown figure; found 'nothing'"),
        ("tables: {units: units.csv}\ntables: {units: units.csv}\n", r"line 2: a key stands twice"),
        ("tables: {units: units.csv}\nclaims: {a: {is: b, severty: soft}}\n", r"severty.*severity \(nearest\)"),
    ],
)
def test_mistakes_in_the_case_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_case(write(tmp_path / "case", text))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "case")
    (tmp_path / "outside.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "case" / "units.csv").unlink()
    (tmp_path / "case" / "units.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(InputError, match="leaves the case folder"):
        load_case(tmp_path / "case")


def test_unknown_names_suggest_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no such case.*furong-2022-11 \(nearest\)"):
        load_case("furong-2022-12")
    case = load_case("furong-2022-11")
    with pytest.raises(InputError, match=r"unknown table.*hot_topics \(nearest\)"):
        case.table("hot_topic")
    with pytest.raises(InputError, match=r"unknown figure.*signed_total \(nearest\)"):
        case.figure("signed_totals")


def test_a_date_is_no_number() -> None:
    with pytest.raises(InputError, match="not a number"):
        load_case("furong-2022-11").figure("fire_drill_day")


def test_a_folder_without_a_case_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the folder has no case\.yaml"):
        load_case(tmp_path)
