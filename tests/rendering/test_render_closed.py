import pytest
from bs4 import BeautifulSoup
from bulletin_sample import notebook

from hotline_analysis.errors import RenderError
from hotline_analysis.rendering import export_html
from hotline_analysis.rendering.closed import refuse_open

OPEN = [
    "<script>alert(1)</script>",
    '<script src="https://cdn.example/x.js"></script>',
    '<img src="https://example.org/x.png">',
    '<img src="x.png">',
    '<img srcset="https://example.org/x.png 2x" src="data:image/png;base64,QUJD">',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    "<style>@import 'https://example.org/x.css';</style>",
    "<style>p { background: url(https://example.org/x.png) }</style>",
    '<p style="background:url(//example.org/x.png)">x</p>',
    '<iframe src="data:text/html,x"></iframe>',
    '<p onclick="alert(1)">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<svg><image href="https://example.org/x.png"></image></svg>',
    '<meta http-equiv="refresh" content="0;url=https://example.org">',
]

CLOSED = [
    '<a href="https://example.org">来源</a>',
    '<a href="#annex-1">附件1</a>',
    '<img src="data:image/png;base64,QUJD" alt="x">',
    "<style>p { background: url(data:image/png;base64,QUJD) }</style>",
    "<p>市民反映&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    '<svg><use href="#a"></use></svg>',
]


@pytest.mark.parametrize("html", OPEN)
def test_what_loads_or_runs_something_is_refused_with_its_cell(html):
    with pytest.raises(RenderError, match=r"cell 2: .*must not load or run"):
        export_html(notebook("<p>好</p>", html), name="x")


@pytest.mark.parametrize("html", CLOSED)
def test_links_and_embedded_files_pass(html):
    refuse_open(BeautifulSoup(html, "html.parser"), cell=1)
