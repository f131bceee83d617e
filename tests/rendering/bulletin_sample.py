"""A bulletin of an invented district, in the HTML that the report notebooks emit."""

import base64
import io
import re

import great_tables as gt
import matplotlib as mpl
import nbformat
import pandas as pd
from matplotlib.figure import Figure

from hotline_analysis.fonts import register_matplotlib

LANG = "zh-CN"
TITLE = "2021年6月云溪谷区12345热线工单办理情况通报"

HEAD = f"""
<header class="doc-head" data-title="{TITLE}" data-lang="{LANG}"
  data-issuer="云溪谷区热线服务中心" data-date="2021-07-08">
  <p class="doc-masthead">市民热线情况通报</p>
  <p class="doc-number">第6期（总第42期）</p>
  <p class="doc-line"><span class="doc-issuer">云溪谷区热线服务中心</span>
  <time class="doc-date" datetime="2021-07-08">2021年7月8日</time></p>
  <hr class="doc-rule">
  <h1 class="doc-title"><span>2021年6月云溪谷区</span><span>12345热线工单办理情况通报</span></h1>
  <p class="doc-addressee">各街道办事处，区直各部门：</p>
</header>
"""

PARAGRAPH = (
    "本月全区共受理群众来电、网络留言等各类工单"
    '<data class="fact" value="4286" title="受理工单：4286件">4286</data>件，环比增长3.2%；'
    "其中咨询类1902件，求助类1130件，投诉类987件，建议类267件。回访群众2251件，满意率为"
    '<data class="fact" value="54.11" title="回访满意率＝满意÷回访：1218÷2251">54.11%</data>，'
    "较上月提高2.06个百分点；按时办结率98.7%，比区目标高出0.7个百分点，但仍有23件工单超过规定时限。"
)


def chart() -> str:
    """A bar chart as an SVG in a data address, its letters as outlines."""
    family = register_matplotlib()
    with mpl.rc_context({"font.family": family, "svg.hashsalt": "sample", "svg.fonttype": "path"}):
        figure = Figure(figsize=(6.2, 3), layout="constrained")
        axes = figure.subplots()
        axes.barh(["东港街道", "西岭街道", "南塘街道", "北桥街道"], [61.2, 58.4, 54.1, 49.7], color="#4a6fa5")
        axes.set_xlabel("满意率（%）")
        target = io.StringIO()
        figure.savefig(target, format="svg", metadata={"Date": None})
    data = base64.b64encode(target.getvalue().encode()).decode()
    return (
        f'<figure class="doc-chart"><img alt="四个街道的满意率，东港最高61.2%，北桥最低49.7%" '
        f'src="data:image/svg+xml;base64,{data}"><figcaption>图1　各街道回访满意率</figcaption></figure>'
    )


def table(rows: int, columns: int, *, key: str, caption: str, spanners: bool = False) -> str:
    """A table as great-tables writes it, without its style sheet."""
    frame = pd.DataFrame({"单位": [f"区第{i + 1}责任单位" for i in range(rows)]})
    names = [f"指标{i + 1}数量" if i % 2 else f"办结率{i + 1}" for i in range(columns - 1)]
    for i, name in enumerate(names):
        frame[name] = [f"{(r * 37 + i * 911) % 9000 + 12}" if i % 2 else f"{99.5 - r * 0.3:.2f}%" for r in range(rows)]
    built = gt.GT(frame, rowname_col="单位", id=key).tab_stubhead("责任单位").cols_align("right", columns=names)
    if spanners:
        for number, start in enumerate(range(0, columns - 1, 4), start=1):
            built = built.tab_spanner(f"第{number}组指标", columns=names[start : start + 4])
    html = re.sub(r"<style>.*?</style>", "", built.as_raw_html(), flags=re.DOTALL)
    return '<div class="doc-table">' + re.sub(r"(<table[^>]*>)", rf"\1<caption>{caption}</caption>", html) + "</div>"


def sections(paragraphs: int = 3) -> list[str]:
    """The body of the bulletin."""
    text = f"<p>{PARAGRAPH}</p>" * paragraphs
    return [
        f'<section class="doc-section" id="sec-1"><h2>一、总体情况</h2>{text}'
        f"<h3>（一）来件渠道</h3>{text}<h4>1. 网络来件</h4><p>{PARAGRAPH}</p>{chart()}</section>",
        '<section class="doc-section" id="sec-2"><h2>二、办理质量</h2>'
        f"<h3>（一）低于平均水平的单位</h3><p>{PARAGRAPH}</p>"
        + table(6, 5, key="t-low", caption="表1　低于全区平均水平的单位")
        + f"<p>市民反映“&lt;script&gt;alert(1)&lt;/script&gt;”一语照录。</p><h3>（二）退回重办</h3>{text}</section>",
    ]


CLOSING = """
<p class="doc-attachments">附件：1. 各街道办理情况统计表<br>2. 各责任单位办理情况明细表</p>
<div class="doc-signature"><p>云溪谷区热线服务中心</p><p><time datetime="2021-07-08">2021年7月8日</time></p></div>
"""


def annexes(rows: int = 82, columns: int = 20) -> list[str]:
    """One upright annex and one on landscape pages."""
    return [
        '<section class="doc-annex" id="annex-1"><p class="annex-mark">附件1</p>'
        '<h2 class="annex-title">各街道办理情况统计表</h2><h3>（一）街道</h3>'
        + table(30, 6, key="t-a1", caption="街道（2021年6月）")
        + '<p class="table-note">注：满意率以回访件数为分母，“-”表示本月没有回访。</p></section>',
        '<section class="doc-annex wide" id="annex-2"><p class="annex-mark">附件2</p>'
        '<h2 class="annex-title">各责任单位办理情况明细表</h2>'
        + table(rows, columns, key="t-a2", caption="各责任单位（2021年6月）", spanners=True)
        + '<p class="table-note">注：按综合得分从高到低排列。</p></section>',
    ]


IMPRINT = """
<footer class="doc-imprint">
<p class="imprint-copies">抄送：市热线管理办公室，区委办公室，区人大常委会办公室，区政府各副区长，区政协办公室。</p>
<p class="imprint-line"><span>云溪谷区热线服务中心</span><span>2021年7月8日印发</span></p></footer>
"""


def notebook(*parts: str) -> nbformat.NotebookNode:
    """An executed notebook whose code cells show these pieces of HTML, one a cell."""
    cells = [
        nbformat.v4.new_code_cell(
            f"show({number})",
            id=f"cell-{number}",
            execution_count=number,
            outputs=[nbformat.v4.new_output("display_data", {"text/html": part, "text/plain": "<HTML>"})],
        )
        for number, part in enumerate(parts, start=1)
    ]
    return nbformat.v4.new_notebook(cells=cells)


def bulletin(*, paragraphs: int = 3, rows: int = 82, columns: int = 20) -> nbformat.NotebookNode:
    """The whole bulletin."""
    return notebook(HEAD, *sections(paragraphs), CLOSING, *annexes(rows, columns), IMPRINT)
