"""What a browser draws besides the text of a page, such as page numbers, marked as such for screen readers."""

from __future__ import annotations

_BEGIN, _END = b"/Artifact <</Type /Pagination>> BDC", b"EMC"
_PATH = {b"m", b"l", b"c", b"v", b"y", b"h", b"re"}
_PAINTED = {b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"}
_ALONE = {b"Do", b"sh"}


def mark_artifacts(content: bytes) -> bytes:
    r"""Return the content of a page with everything marked that no tag of the text holds.

    Parameters
    ----------
    content : bytes
        Operators, one a line, as browsers write them; only what lies outside of marked content is touched.

    Examples
    --------
    >>> mark_artifacts(b"/P <</MCID 0 >>BDC\nBT\n(a) Tj\nET\nEMC\nBT\n(1) Tj\nET").decode().split("\n")[5:]
    ['/Artifact <</Type /Pagination>> BDC', 'BT', '(1) Tj', 'ET', 'EMC']
    """
    depth, lines, path = 0, list[bytes](), list[bytes]()
    for line in content.split(b"\n"):
        operator = line.rsplit(maxsplit=1)[-1] if line.strip() else b""
        begins = operator.endswith((b"BDC", b"BMC"))
        free = depth == 0 and not begins
        depth += begins - (operator == _END)
        if free and operator in _PATH:
            path.append(line)
            continue
        before, after = _marks(operator, free=free)
        lines += [*before, *path, line, *after] if operator in _PAINTED else [*path, *before, line, *after]
        path.clear()
    return b"\n".join([*lines, *path])


def _marks(operator: bytes, *, free: bool) -> tuple[list[bytes], list[bytes]]:
    """Return what goes before and after a line."""
    if free and operator in _PAINTED | _ALONE:
        return [_BEGIN], [_END]
    if free and operator in (b"BT", b"ET"):
        return ([_BEGIN], []) if operator == b"BT" else ([], [_END])
    return [], []
