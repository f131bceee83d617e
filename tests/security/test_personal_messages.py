"""Personal numbers in report files, jurisdictions and options reach no message, no notebook and no manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from command import Hotline
from personal import texts_of, told

from hotline_analysis.errors import HotlineError, InputError, UsageError
from hotline_analysis.report import load_report
from hotline_analysis.tickets.suggesting.suggestion import word

PHONE, CARD, BANK, MAIL, PLATE = "13812345678", "11010519491231002X", "4111111111111111", "li@example.com", "湘A12345"
OFFICE = """\
jurisdiction: office
name: 小区
title: "{period}通报"
issuing_body: 小区热线办
scheme: small.yaml
chapters:
  - title: 第一章
    parts:
      - {section: unit_profile, title: 概况, unit: 张三13812345678工作室}
"""
SCHEME = """\
scheme: small
title: {zh: 小办法, en: small}
source: made up for a test
full_marks: 100
dimensions:
  whole:
    zh: 全部
    en: whole
    marks: 100
    items: {speed: {zh: 办结, en: closing, marks: 100, rule: {kind: rate, metric: closure_rate}}}
ranking: {within: all}
"""
TICKETS = "id,received,closed,unit\nT1,2024-05-02,2024-05-03,甲街道\nT2,2024-05-02,2024-05-04,乙街道\n"
CASE = "period: 2024-05\nscheme: ../small.yaml\ntickets: ../tickets.csv\n"
REPORT = "jurisdiction: office\nperiod: 2024-05\ndata: now\ndate: '2024-06-03'\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "now").mkdir()
    files = {"office.yaml": OFFICE, "small.yaml": SCHEME, "tickets.csv": TICKETS, "now/case.yaml": CASE}
    for name, text in {**files, "report.yaml": REPORT}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def leaks(folder: Path, *planted: str) -> dict[str, list[str]]:
    found = {file.name: told(texts_of(file), planted) for file in folder.rglob("*") if file.is_file()}
    return {name: said for name, said in found.items() if said}


def test_a_unit_of_a_jurisdiction(office: Path, hotline: Hotline) -> None:
    done = hotline("batch", "report.yaml", "--to", "html")
    assert done.code == 3
    assert told(done.out + done.err, (PHONE,)) == []
    assert "张三［手机号］工作室" in done.err
    assert leaks(office / "outputs", PHONE) == {}
    assert (
        "［手机号］" in json.loads((office / "outputs/batch.json").read_text(encoding="utf-8"))["reports"][0]["error"]
    )


@pytest.mark.parametrize(
    "options",
    [
        ("run", "bulletin", "--params", "report.yaml", "-p", f"district={PHONE}"),
        ("batch", "report.yaml", "--only", f"{PHONE}*"),
    ],
)
def test_an_option(office: Path, hotline: Hotline, options: tuple[str, ...]) -> None:
    done = hotline(*options)
    assert done.code in (2, 3)
    assert told(done.out + done.err, (PHONE,)) == []
    assert leaks(office, PHONE).keys() <= {"office.yaml"}


def test_a_date_keeps_its_line_and_key(office: Path, hotline: Hotline) -> None:
    (office / "report.yaml").write_text(REPORT.replace("2024-06-03", PHONE), encoding="utf-8")
    done = hotline("batch", "report.yaml")
    assert done.code == 3
    assert "report.yaml, line 4, key date: not a date; write 2022-12-05; found '［手机号］'" in done.err


@pytest.mark.parametrize("kind", [HotlineError, UsageError, InputError])
def test_every_error_is_masked_and_visible(kind: type[HotlineError]) -> None:
    assert str(kind(f"no unit 张三{PHONE}\u202e")) == "no unit 张三［手机号］[U+202E]"


def test_an_escape_does_not_hide_a_number() -> None:
    assert PHONE not in str(InputError("wrong", value=f"\u2066{PHONE}"))


@pytest.mark.parametrize(
    "text",
    [
        "2022-11",
        "010101",
        "2022-Q3",
        "export_20221103_000123.csv",
        "138" + "9" * 8 + "abcdef12" * 6,
        "2024-05-02 09:00:00",
    ],
)
def test_what_names_no_person_stays_readable(text: str) -> None:
    assert str(InputError("wrong", value=text, file=f"{text}.csv")) == f"{text}.csv: wrong; found '{text}'"


def test_texts_of_a_report(office: Path) -> None:
    pasted = f"李某{PHONE}，{CARD}，卡{BANK}，{MAIL}，{PLATE}；办公室0731-84567890，12345"
    (office / "report.yaml").write_text(REPORT + f"texts: {{cases: '{pasted}'}}\n", encoding="utf-8")
    report, _ = load_report(office / "report.yaml")
    assert report.texts == {
        "cases": "李某［手机号］，［身份证号］，卡［银行卡号］，［邮箱］，［车牌号］；办公室0731-84567890，12345"
    }


def test_texts_reach_no_file(office: Path, hotline: Hotline) -> None:
    part = OFFICE.replace(
        "{section: unit_profile, title: 概况, unit: 张三13812345678工作室}", "{section: text, title: 案例, text: cases}"
    )
    (office / "office.yaml").write_text(part, encoding="utf-8")
    (office / "report.yaml").write_text(REPORT + f"texts: {{cases: '李某{PHONE}，{CARD}反映'}}\n", encoding="utf-8")
    done = hotline("batch", "report.yaml", "--to", "html")
    assert done.code == 0, done.err
    assert leaks(office / "outputs", PHONE, CARD) == {}
    assert "李某［手机号］，［身份证号］反映" in texts_of(office / "outputs/office/2024-05/bulletin.html")


def test_a_suggested_mapping_escapes_what_cannot_be_seen(office: Path, hotline: Hotline) -> None:
    (office / "export.csv").write_text(
        "工单编号,受理时间,责任单位,备\u202e注\nT1,2024-05-02,甲\u202e街道,x\n", encoding="utf-8"
    )
    done = hotline("import", "--suggest", "export.csv")
    assert "\u202e" not in done.out + done.err
    assert yaml.safe_load(word("甲\u202e街\U000e0001道")) == "甲\u202e街\U000e0001道"
