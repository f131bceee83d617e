"""The fonts of a page on paper: the packaged ones, and heavier copies of them for headings."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import unescape
from string import digits

from hotline_analysis.rendering.weights import WEIGHTS, heavier

# The elements set in heavier faces, see shared.css.
_HEADING = re.compile(
    r'<(?:(h[1-3]|strong|b)|(p) class="(?:doc-masthead|annex-mark)")(?: [^>]*)?>(.*?)</(?:\1|\2)>', re.DOTALL
)


def font_faces(html: str, packaged: Mapping[str, str], *, heavy: str = "") -> str:
    """Return rules that make the fonts of a page known.

    Parameters
    ----------
    html : str
        The page; the heavier copies have the characters of its headings.
    packaged : mapping of str to str
        Addresses of the packaged fonts by family.
    heavy : str
        Further descriptors of the heavier copies.
    """
    # with all digits: the headings of two months then need the same characters, and so the same fonts
    text = digits + unescape("".join(match.group(3) for match in _HEADING.finditer(html)))
    copies = {family: data_address(heavier(text, family), "font/otf") for family in WEIGHTS}
    rules = [(name, "", url) for name, url in packaged.items()] + [(name, heavy, url) for name, url in copies.items()]
    return "".join(f'@font-face{{font-family:"{name}";{more}src:url({url})}}' for name, more, url in rules)


def data_address(content: bytes, kind: str) -> str:
    """Return the content of a file as an address that holds it."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
