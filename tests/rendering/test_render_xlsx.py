"""The workbook of a report, read back with another library."""

import io
import re
import subprocess
import sys
import zipfile

import pytest
from bulletin_sample import HEAD, TITLE, annexes, notebook, sections
from python_calamine import CalamineWorkbook

from hotline_analysis.rendering import export_html, export_xlsx
from hotline_analysis.rendering.xlsx.names import sheet_name

HOSTILE = '=HYPERLINK("http://x","y")'
FACTS = [
    {
        "key": "s1.rate",
        "label": "满意率",
        "value": "54.11",
        "exact": "121800/2251",
        "printed": "54.11%",
        "unit": "%",
        "decimals": 2,
        "metric": "satisfaction_rate",
        "definition": "满意数÷回访数",
        "numerator": "1218",
        "denominator": "2251",
        "source": "附表",
    },
    {
        "key": "s1.code",
        "label": HOSTILE,
        "value": None,
        "exact": None,
        "printed": "",
        "unit": "",
        "decimals": 0,
        "metric": None,
        "definition": None,
        "numerator": None,
        "denominator": None,
        "source": "010101",
    },
]


@pytest.fixture(scope="module")
def page():
    return export_html(notebook(HEAD, *sections(1), *annexes(rows=40)), name="x")


@pytest.fixture(scope="module")
def content(page):
    return export_xlsx(page, FACTS, [("data sample:x/units.csv", "ab12")])


@pytest.fixture(scope="module")
def book(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _sheet(book, number):
    return book.get_sheet_by_index(number).to_python(skip_empty_area=False)


def _part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_annex_tables_facts_and_notes_have_a_sheet_each(book):
    assert book.sheet_names == ["附件1 （一）街道", "附件2 各责任单位（2021年6月）", "全部数据", "说明"]


def test_a_page_without_annexes_gives_all_its_tables():
    content = export_xlsx(export_html(notebook(HEAD, *sections(1)), name="x"))
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == ["表1 低于全区平均水平的单位", "说明"]


def test_figures_are_numbers_in_the_format_in_which_they_are_printed(book, content):
    rows = _sheet(book, 0)
    assert rows[0][0] == "街道（2021年6月）"
    assert rows[1] == ["责任单位", "办结率1", "指标2数量", "办结率3", "指标4数量", "办结率5"]
    assert rows[2] == ["区第1责任单位", 99.5, 923.0, 99.5, 2745.0, 99.5]
    assert 'formatCode="0.00&quot;%&quot;"' in _part(content, "xl/styles.xml")


def test_heads_stay_in_sight_and_are_printed_on_every_page(content):
    assert re.search(r'<pane xSplit="1" ySplit="2" [^>]*state="frozen"', _part(content, "xl/worksheets/sheet1.xml"))
    assert re.search(r'<pane xSplit="1" ySplit="3" [^>]*state="frozen"', _part(content, "xl/worksheets/sheet2.xml"))
    assert "Print_Titles" in _part(content, "xl/workbook.xml")


def test_all_facts_are_there_with_exact_value_and_source(book):
    rows = _sheet(book, 2)
    assert rows[1][:6] == ["s1.rate", "满意率", 54.11, "54.11%", "%", 2.0]
    assert rows[1][8:] == [1218.0, 2251.0, "附表", "121800/2251"]
    assert rows[2][1] == HOSTILE
    assert rows[2][10] == "010101"


def test_notes_say_what_it_was_made_of_and_how_to_verify(book):
    text = "\n".join(" ".join(map(str, row)) for row in _sheet(book, 3))
    for part in (
        TITLE,
        "云溪谷区热线服务中心",
        "2021-07-08",
        "hotline-analysis",
        "满意数÷回访数",
        "hotline verify",
        "ab12",
    ):
        assert part in text


def test_every_sheet_is_printed_on_a4_with_page_numbers(content):
    for number in range(1, 5):
        part = _part(content, f"xl/worksheets/sheet{number}.xml")
        assert "<oddFooter>&amp;C— &amp;P —</oddFooter>" in part
        assert re.search(r'<pageSetup paperSize="9" [^>]*fitToHeight="0"', part)


def test_keys_of_facts_are_seen_whole(page):
    longest = {**FACTS[0], "key": "annex-2.东港街道办事处.satisfaction"}
    part = _part(export_xlsx(page, [longest]), "xl/worksheets/sheet3.xml")
    # a Chinese character is as wide as two figures, which columns are measured in
    assert float(re.search(r'<col min="1" max="1" width="([0-9.]+)"', part)[1]) >= len("annex-2..satisfaction") + 2 * 7


def test_shares_have_one_definition_and_what_is_no_metric_none(page):
    share = {**FACTS[0], "key": "s1.a", "metric": "share", "definition": "甲占全部的比例"}
    change = {**FACTS[0], "key": "s1.b", "metric": None, "definition": "较上月增减幅度＝（本期－上期）÷上期"}
    rows = _sheet(CalamineWorkbook.from_filelike(io.BytesIO(export_xlsx(page, [share, change]))), 3)
    labels = [row[0] for row in rows]
    assert "None" not in labels
    assert rows[labels.index("share")][1].startswith("占比＝部分÷总体")


def test_nothing_from_data_becomes_a_formula_or_a_link(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            assert b"<f>" not in part
            assert b"<hyperlink" not in part


def test_the_same_content_gives_the_same_bytes_in_another_process(tmp_path, page):
    source, target = tmp_path / "page.html", tmp_path / "page.xlsx"
    source.write_text(page, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from hotline_analysis.rendering import export_xlsx; "
        "Path(sys.argv[2]).write_bytes(export_xlsx(Path(sys.argv[1]).read_text(encoding='utf-8')))"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", code, source, target], check=True, env=environment, timeout=120)
    assert target.read_bytes() == export_xlsx(page)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("a:b\\c/d?e*f[g]h", "a b c d e f g h"),
        ("'quoted'", "quoted"),
        ("history", "history (2)"),
        ("x" * 40, "x" * 31),
        ("\u202e倒", "倒"),
        ("", "Sheet"),
    ],
)
def test_names_of_sheets_are_such_as_excel_takes(wanted, given):
    # https://support.microsoft.com/office/rename-a-worksheet: 31 characters, none of \ / ? * : [ ], no ' at the ends
    assert sheet_name(wanted, set()) == given


def test_two_sheets_never_have_one_name():
    taken: set[str] = set()
    found = [sheet_name(name, taken) for name in ("A", "a", "x" * 31, "x" * 40)]
    assert found == ["A", "a (2)", "x" * 31, "x" * 27 + " (2)"]


def test_an_english_page_gives_english_sheets():
    head = '<header class="doc-head" data-lang="en" data-title="Report"><h1>Report</h1></header>'
    content = export_xlsx(export_html(notebook(head, "<p>Text.</p>"), name="x"), FACTS)
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == ["All figures", "Notes"]
