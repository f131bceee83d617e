"""A page with what a reader does things to: contents, figures in sentences and in tables, totals, a chart."""

from __future__ import annotations

from pathlib import Path

from bulletin_sample import HEAD, PARAGRAPH, chart, notebook

from hotline_analysis.rendering import export_html

# printed form and value: sorted as texts, 100 would come before 9.5, and 97.4 before 97.35
UNITS = (
    ("云溪街道", "412", "97.4", "97.4"),
    ("安塘街道", "58", "100", "100"),
    ("市政园林处（12）", "9", "9.5", "9.5"),
    ("白杨镇", "1,030", "97.35", "97.35"),
    ("城南街道", "0", "", ""),
    ("区教体局", "77", "88", "88.00"),
    ("区住建局", "77", "91", "91.00"),
    ("区人社局", "77", "90", "90.00"),
    ("区卫健局", "31", "-3", "降3"),
    ("东湖街道", "140", "99", "99.00"),
)
PRINTED = [name for name, *_ in UNITS]
# the letters with which the names begin: A, B, C, D, Q (jiao, ren, wei, zhu after qu), S, Y
BY_PINYIN = [
    "安塘街道",
    "白杨镇",
    "城南街道",
    "东湖街道",
    "区教体局",
    "区人社局",
    "区卫健局",
    "区住建局",
    "市政园林处（12）",
    "云溪街道",
]
COUNTS = ("分子3，分母4", "来源：units.csv")
MADE_FROM = ' data-made-from="sample:yunxi" data-scheme="yunxi-2021" data-code="hotline-analysis 9.9" '
MADE_FROM += 'data-time="2021-06-30 23:59:59 UTC" data-verify="hotline verify yunxi/2021-06"'


def fact(value: str, shown: str, *lines: str) -> str:
    """A figure as reports write it."""
    said = "&#10;".join(lines) or f"数字{value}&#10;来源：附表"
    return f'<data class="fact" value="{value}" title="{said}">{shown}</data>' if shown else ""


def unit_table() -> str:
    """Ten units and their total, below a header of two rows."""
    rows = "".join(
        f'<tr><th class="gt_row gt_stub">{name}</th><td class="gt_right">{fact(count.replace(",", ""), count)}</td>'
        f'<td class="gt_right">{fact(value, shown, f"{name}办结率＝办结÷受理", *COUNTS)}</td></tr>'
        for name, count, value, shown in UNITS
    )
    return (
        '<div class="doc-table"><table class="gt_table" id="units"><caption>各单位办理情况</caption>'
        '<thead><tr><th rowspan="2" class="gt_col_heading">单位</th><th rowspan="2" class="gt_col_heading">办理数</th>'
        '<th colspan="1" class="gt_column_spanner_outer">质量</th></tr>'
        '<tr><th class="gt_col_heading">办结率（%）</th></tr></thead><tbody class="gt_table_body">'
        f'{rows}<tr class="total"><th class="gt_row gt_stub">合计</th><td class="gt_right">{fact("1911", "1911")}</td>'
        "<td></td></tr></tbody></table></div>"
    )


def parts() -> list[str]:
    """The cells of the page."""
    head = HEAD.replace('<header class="doc-head"', f'<header class="doc-head"{MADE_FROM}')
    sentence = fact("97.37", "97.37%", "办结率＝办结数÷应办结数", "分子111，分母114", "来源：附表1")
    first = f'<p>本月办结率<span id="asked">{sentence}</span>，受理{fact("4286", "4286件")}。</p>'
    data = '<details class="chart-data"><div class="doc-table"><table><thead><tr><th>单位</th><th>率</th></tr></thead>'
    data += f"<tbody><tr><th>东港街道</th><td>{fact('61.2', '61.2')}</td></tr></tbody></table></div></details>"
    charted = f"<h3>（一）退回重办</h3>{{}}{chart()}{data}"
    more = "".join(f"<p>{PARAGRAPH}</p>" for _ in range(8))
    return [
        head,
        f'<section class="doc-section" id="sec-1"><h2>一、总体情况</h2>{first}{more}</section>',
        f'<section class="doc-section" id="sec-2"><h2>二、办理质量</h2>{charted.format(more)}</section>',
        f'<section class="doc-annex" id="annex-1"><h2 class="annex-title">附表</h2>{unit_table()}{more}</section>',
    ]


def reader_page(folder: Path) -> Path:
    """Write the page and return its file."""
    file = folder / "page.html"
    file.write_text(export_html(notebook(*parts()), name="page"), encoding="utf-8")
    return file
