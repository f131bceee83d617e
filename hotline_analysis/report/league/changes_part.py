"""What of the places is the scheme's doing: a sentence on items, and a table of changes that move somebody."""

from __future__ import annotations

from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note, Paragraph
from hotline_analysis.report.league.changes import Change, Changes
from hotline_analysis.report.league.numbers import Numbers, names
from hotline_analysis.report.league.summary import strongest
from hotline_analysis.report.tables import Column, TableSpec, draw

MOST = 12


def changes_part(changes: Changes, numbers: Numbers) -> list[Block]:
    """Return what the page says of the scheme; nothing where it gives no places."""
    blocks: list[Block] = []
    if changes.same:
        same = numbers.make("same", "各单位得分相同的指标", len(changes.same), "项")
        text = Markup("各单位均得满分、不能区分任何单位的指标有{}：{}。")
        blocks.append(Paragraph(text.format(same, names(changes.same, most=20))))
    if not changes.rows:
        return blocks
    tried = numbers.make("tried", "试算的办法改动", changes.tried, "种")
    moving = changes.moving
    if not moving:
        return [*blocks, Paragraph(Markup("试算{}改动，参评单位名次均不变。").format(tried))]
    least = strongest(changes) or moving[0]
    text = Markup("共试算{}改动，影响最大的是{}：{}{}参评单位中{}名次变动，最多变动{}。")
    said = text.format(
        tried,
        least.words,
        least.group,
        numbers.units("least.units", "影响最大的改动涉及的参评单位", least.units),
        numbers.units("least.moved", "影响最大的改动使名次变动的单位", least.moved),
        numbers.make("least.furthest", "影响最大的改动的最大变动", least.furthest, "位"),
    )
    note = Markup("τ为肯德尔秩相关系数，1表示名次完全一致；未列出的改动不影响名次。{}").format(_more(moving, numbers))
    return [*blocks, Paragraph(said), _table(moving[:MOST], numbers), Note(note)]


def _more(moving: list[Change], numbers: Numbers) -> Markup:
    if len(moving) <= MOST:
        return Markup("")
    return Markup("另有{}影响更小的未列。").format(numbers.make("more", "未列的改动", len(moving) - MOST, "项"))


def _table(rows: list[Change], numbers: Numbers) -> Block:
    groups = [row.group for row in rows]
    columns = [Column("组别", groups, align="left")] if any(groups) else []
    labels = (("units", "参评单位"), ("moved", "名次变动单位"), ("furthest", "最大变动（位）"))
    for key, label in labels:
        cells = [
            numbers.make(f"{i}.{key}", f"{row.words}{row.group}{label}", getattr(row, key))
            for i, row in enumerate(rows)
        ]
        columns.append(Column(label, cells, align="center"))
    taus = [numbers.make(f"{i}.tau", f"{row.words}{row.group}τ", row.tau, "", 2) for i, row in enumerate(rows)]
    columns.append(Column("τ", taus, align="center"))
    return draw(TableSpec("league-changes", "考核办法改动对名次的影响", "改动", [row.words for row in rows], columns))
