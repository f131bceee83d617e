"""What a workbook itself says, in the two languages of reports."""

from __future__ import annotations

from dataclasses import dataclass

# as facts.json names them
FACT_KEYS = (
    "key",
    "label",
    "value",
    "printed",
    "unit",
    "decimals",
    "metric",
    "definition",
    "numerator",
    "denominator",
    "source",
    "exact",
)


@dataclass(frozen=True)
class Words:
    """Names of sheets, heads of columns, titles of the notes."""

    notes: str
    facts: str
    table: str
    about: tuple[str, ...]
    definitions: str
    share: str
    verify: str
    how: str
    columns: tuple[str, ...]
    made_from: str


CHINESE = Words(
    notes="说明",
    facts="全部数据",
    table="表",
    about=("标题", "发文单位", "日期", "数据", "考核办法", "代码", "数据时点", "程序"),
    definitions="指标定义",
    share="占比＝部分÷总体；各项占比的部分和总体见“全部数据”的名称、分子、分母",
    verify="核验",
    how=(
        "本工作簿与同名的HTML、PDF、Word及facts.json出自同一批数据。在报告所在文件夹运行"
        "“hotline verify 文件夹”，程序会按manifest.json核对每个文件，重新生成并逐项比较。"
    ),
    columns=("编号", "名称", "数值", "打印形式", "单位", "小数位", "指标", "定义", "分子", "分母", "来源", "精确值"),
    made_from="制作依据（名称与SHA-256）",
)
ENGLISH = Words(
    notes="Notes",
    facts="All figures",
    table="Table",
    about=("Title", "Issuer", "Date", "Data", "Scheme", "Code", "As of", "Program"),
    definitions="Definitions",
    share="share = part / whole; label, numerator and denominator in 'All figures' say which part of which whole",
    verify="How to verify",
    how=(
        "This workbook, the HTML, the PDF, the Word file and facts.json of the same name show the same figures. Run "
        "'hotline verify FOLDER' on the report's folder: every file is checked against manifest.json, made again, "
        "and compared."
    ),
    columns=FACT_KEYS,
    made_from="Made from (name and SHA-256)",
)


def words_of(*, english: bool) -> Words:
    """Return the words of a language."""
    return ENGLISH if english else CHINESE
