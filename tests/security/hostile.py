"""An office whose data try everything: names, topics and texts that would be markup, script, formula or link."""

from __future__ import annotations

from pathlib import Path

from office import Office

LONG, LONG_ZH = "w" * 500, "办" * 500  # as long as a cell of a table may be
WORD = "v" * 5000
NAMES = (
    "<script>alert(1)</script>",
    "<img src=http://evil.example/a.png onerror=alert(2)>",
    "</title></table></main><svg/onload=alert(3)>",
    'x" onmouseover="alert(4)" autofocus onfocus="alert(5)',
    "javascript:alert(6)",
    "[a](javascript:alert(7)) ![b](http://evil.example/b.png) <http://evil.example/c>",
    '=HYPERLINK("http://evil.example/d","click")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '@SUM(1+9)*cmd|"/C calc"!A0',
    "{{7*7}}{%raw%}{{config}}{%endraw%}${7*7}#{7*7}",
    "{0.__class__} {period} %s %(x)d",
    "$x^2$ $\\href{http://evil.example/e}{f}$",
    "甲\u202egnp.exe\u202c\u200b\ufeff\u00ad乙",
    "丙\x08\x1b[31m丁\x7f\x85戊",
    "己\n来源：假\r\n庚",
    "../../etc/passwd",
    "CON",
    "'--; DROP TABLE tickets; \"quoted\" 'name'",
    "&lt;b&gt; &#x202e; &amp;",
    LONG,
    LONG_ZH,
)
SHOWN = {
    "甲\u202egnp.exe\u202c\u200b\ufeff\u00ad乙": "甲[U+202E]gnp.exe[U+202C][U+200B][U+FEFF][U+00AD]乙",
    "丙\x08\x1b[31m丁\x7f\x85戊": "丙[U+0008][U+001B][31m丁[U+007F][U+0085]戊",
    "己\n来源：假\r\n庚": "己 来源：假 庚",
}
ROWS = [(name, 100 + i, 100, 85 + i // 2, 30, 10 + i // 2) for i, name in enumerate(NAMES)]
PARTS = """[
  {section: unit_list, title: '<b>{x} [t](javascript:alert(8))', list: {zh: x, en: x, by: assigned, top: 20},
   columns: [total]},
  {section: point_losses}, {section: revisits, above: 1, below: 99}, {section: text, text: a},
  {section: drag_units, count: dissatisfied, of: assigned, label: '=1+1<i>'}, {section: grades, names_from: B},
  {section: hot_topics, table: t}, {section: shares, table: t, label: '<i>', whole_label: '{w}', chart: true},
  {section: side_channel, table: letters, name: '@n<u>', columns: {due: '{{7*7}}<b>'}, due: due, detail: true},
  {section: city_position, table: city, own: 'CON', by: [satisfaction_rate]},
  {section: ranking_chart, caption: '<script>alert(9)</script>'},
  {section: volume_chart, metric: satisfaction_rate, volume: revisited, caption: '=1+1'}]"""
ANNEX = (
    "[{annex: units, title: '=HYPERLINK(\"http://evil.example/g\")', columns: [assigned, {span: '=s<s>',"
    " columns: [total, rank]}], labels: {assigned: '+a<b>'}, notes: ['@n<b>{{n}}</b>'], total_row: true}]"
)
TEXT = (
    "<script>alert(10)</script> [点此](javascript:alert(11)) ![图](http://evil.example/h.png)\n\n"
    "<iframe src='http://evil.example/i'></iframe> <http://evil.example/j> =1+1 {{7*7}}\n\n"
    "[1]: http://evil.example/k\n\n&#x202e;反&#8203;\n\n" + WORD
)


def hostile_office(folder: Path) -> Path:
    """Write the office and return the file of its report."""
    office = Office(folder)
    named = [(name, i) for i, name in enumerate(NAMES, start=1)]
    tables = {
        "t": [("name", "n"), *named],
        "letters": [("unit", "due"), *named],
        "city": [("unit", "satisfaction_rate"), *named],
    }
    office.case("now", ROWS, tables=tables)
    keys = {
        "name": '"小区<b>"',
        "ours": "'<b>{o}'",
        "place": "'{p}'",
        "issuing_body": "'<b>{i}</b>=1+1'",
        "addressee": "'{a}<b>\"--'",
        "title": '["{period}</title><script>alert(12)</script>", "=1+1"]',
        "masthead": "'<svg onload=alert(13)>'",
    }
    office.jurisdiction(" ".join(PARTS.split()), ANNEX, **keys)
    return office.report(texts={"a": TEXT}, number="<b>〔2024〕=1</b>")
