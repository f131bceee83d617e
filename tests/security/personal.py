"""An export with planted personal data, and a search through whatever was made of it.

The numbers are examples of standards, or of ranges that belong to nobody.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

from pypdf import PdfReader

NAME, STREET = "诸葛测试", "解放路八十八号三栋"
PHONE, LANDLINE, CARD, BANK = "13800138000", "0731-84512345", "11010519491231002X", "4111111111111111"
PLATE, MAIL = "湘A12345", "zhuge.test@example.com"
NUMBERS = (PHONE, LANDLINE, CARD, BANK, PLATE, MAIL)
PLANTED = (NAME, STREET, *NUMBERS)
HEADER = ("工单编号", "受理时间", "办结时间", "责任单位", "热点事项", "所属区域")
HEADER += ("来电人", "联系电话", "证件号", "住址", "诉求内容")
MAPPING = """\
columns:
  {id: 工单编号, received: 受理时间, closed: 办结时间, unit: 责任单位, topic: 热点事项, district: 所属区域,
   text: 诉求内容}
personal: [来电人, 联系电话, 证件号, 住址]
units: {甲街道: {group: 街道}, 乙街道: {group: 街道}}
"""
TEXT = f"{NAME}，住{STREET}，电话{PHONE}，座机{LANDLINE}，身份证{CARD}，卡号{BANK}，车牌{PLATE}，邮箱{MAIL}，路灯不亮"


def rows() -> list[tuple[str, ...]]:
    """Forty tickets; every fifth topic holds a number, as a topic that somebody typed does."""
    made = []
    for place in range(40):
        topic = f"回电{NUMBERS[place // 5 % len(NUMBERS)]}" if place % 5 == 0 else ("路灯", "噪音")[place % 2]
        unit, day = ("甲街道", "乙街道")[place % 2], 1 + place // 2
        when = f"2024-05-{day:02} 09:00:00", f"2024-05-{day + 2:02} 10:00:00"
        made.append((f"T{place:04}", *when, unit, topic, "芙蓉区", NAME, PHONE, CARD, STREET, TEXT))
    return made


def export(header: tuple[str, ...] = HEADER, content: list[tuple[str, ...]] | None = None) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *(rows() if content is None else content)])
    return text.getvalue()


def texts_of(file: Path) -> str:
    """All that a file says: of what is packed, its parts; of a PDF, its pages and what it says about itself."""
    content = file.read_bytes()
    if file.suffix == ".pdf":
        reader = PdfReader(file)
        return "".join(page.extract_text() for page in reader.pages) + str(reader.metadata) + content.decode("latin-1")
    if content[:2] == b"PK":
        with zipfile.ZipFile(file) as archive:
            parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return "\n".join([*parts, *(re.sub("<[^>]+>", "", part) for part in parts)])
    return content.decode("utf-8", "replace")


def told(text: str, planted: tuple[str, ...] = PLANTED) -> list[str]:
    """What of the planted data a text tells, however it is broken into lines or written."""
    plain = re.sub(r"\s", "", text)
    forms = {one: {one, one.replace("-", ""), one.encode("unicode_escape").decode()} for one in planted}
    return [one for one, ways in forms.items() if any(way in plain for way in ways)]
