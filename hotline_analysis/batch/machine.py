"""What names a machine or its users: paths from the root. They are shown by what tells nothing of either."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import PurePath

from hotline_analysis.personal import harmless

# folders whose folders are called by users; on Windows, whatever the drive
HOMES = frozenset({"/home", "/var/home", "/usr/home", "/export/home", "/users", "/mnt/c/users", "c:/users"})
# a path is shown from here on: the same wherever a package is installed
_PACKAGES = ("/site-packages/", "/dist-packages/", "/hotline_analysis/")
# what stands below the root of a machine; other names are looked up
_ROOT = re.compile("bin|boot|data|dev|etc|export|home|lib|media|mnt|opt|private|root|run|srv|tmp|usr|var|Users|Volumes")

# colours of a traceback; they part a path from the words around it
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")
_WORD = r"[^\s/\\:'\"<>,;|，：；。、！？“”‘’《》]"
_PATH = re.compile(
    r"(?P<address>\b[a-z][a-z0-9+.-]*://(?=[^/\s])\S*)"
    rf"|(?<![A-Za-z0-9_./<}}*])(?P<start>~?/+)(?P<rest>(?:{_WORD}+/+)*{_WORD}*)"
    rf"|(?<![A-Za-z0-9_])(?P<drive>[A-Za-z]:[\\/]+)(?P<below>(?:{_WORD}+[\\/]+)*{_WORD}*)"
)
_FOLDER_WITH_BLANK = re.compile(rf" (?P<words>[^/\n:'\"<>,;]*)/(?:{_WORD}+/+)*{_WORD}*")
# words of a message after a path; any other one word before a slash belongs to the name of a folder
_PROSE = re.compile("and|are|as|at|but|by|for|from|has|in|into|is|nor|not|of|on|or|see|than|that|to|was|with")
_QUOTES = {"'": "'", '"': '"', "“": "”", "‘": "’", "《": "》", "`": "`"}
# what a path may follow without being taken for a part of a word, a fraction or a pattern
_FREE = frozenset(" \t\n\r([{=,;:>|（【，：；、。！？" + "".join(_QUOTES))


def homes_among(folder: PurePath) -> bool:
    """Tell whether the folders in a folder are called by users, whoever asks.

    Examples
    --------
    >>> from pathlib import PurePosixPath, PureWindowsPath
    >>> homes_among(PurePosixPath("/home")), homes_among(PureWindowsPath("C:/Users"))
    (True, True)
    >>> homes_among(PurePosixPath("/srv"))
    False
    """
    name = folder.as_posix().casefold()
    return name in HOMES or re.sub("^[a-z]:", "c:", name) in HOMES or _own_homes(folder)


def _own_homes(folder: PurePath) -> bool:
    own = os.path.dirname(os.path.expanduser("~"))  # noqa: PTH111, PTH120 - it is asked for every file of a batch
    return folder.as_posix() == own and own != "/"


def without_paths(text: str) -> str:
    """Leave of every path of this machine the name only; what goes into a file may go to another machine.

    Of an installed package's file, the path inside the package stays.

    Examples
    --------
    >>> without_paths("No such file: '/home/li/data/units.csv'; see https://example.org/a/b, 1/2 and data/units.csv")
    "No such file: 'units.csv'; see https://example.org/a/b, 1/2 and data/units.csv"
    >>> without_paths("/usr/lib/python3/dist-packages/pandas/io/common.py:873")
    'pandas/io/common.py:873'
    """
    if "/" not in text and "\\" not in text:
        return text
    parts = _COLOUR.split(text)  # every other part is a colour
    parts[::2] = ["".join(_pieces(part)) for part in parts[::2]]
    return "".join(parts)


def shareable(text: str) -> str:
    r"""Leave out of what was printed all that must not leave the office: paths, personal numbers, unseen characters.

    Colours stay.

    Examples
    --------
    >>> shareable("\x1b[31mKeyError\x1b[0m: '13800138000' in /srv/data/units.csv\u202e")
    "\x1b[31mKeyError\x1b[0m: '［手机号］' in units.csv[U+202E]"
    """
    parts = _COLOUR.split(without_paths(text))
    parts[::2] = map(harmless, parts[::2])
    return "".join(parts)


def _pieces(text: str) -> Iterator[str]:
    done = 0
    while match := _PATH.search(text, done):
        end = match.end() if match["address"] else _end(text, match)
        found = text[match.start() : end]
        yield text[done : match.start()]
        yield found if match["address"] or not _is_path(text, match, found) else _name(found)
        done = end
    yield text[done:]


def _end(text: str, match: re.Match[str]) -> int:
    """Return where a path ends: at the quote that it began with, or at a blank unless a folder has it in its name."""
    closing = _QUOTES.get(text[match.start() - 1 : match.start()])
    if closing:
        inside = text[match.start() :].partition("\n")[0].partition(closing)[0]
        drive = len(match["drive"] or "")
        if closing in text[match.start() :] and not re.search("[:,;：，；]", inside[drive:]):
            return match.start() + len(inside)
    end = match.end()
    while (more := _FOLDER_WITH_BLANK.match(text, end)) and _goes_on(text[match.start() : end], more["words"]):
        end = more.end()
    return end


def _goes_on(path: str, words: str) -> bool:
    """Tell whether words after a path and a blank belong to the name of its last folder."""
    if os.path.isdir(f"{path} {words}"):  # noqa: PTH112 - which takes what is too long for a path, too
        return True
    return " " not in words and not _PROSE.fullmatch(words) and "." not in path.rpartition("/")[2]


def _is_path(text: str, match: re.Match[str], found: str) -> bool:
    """Tell a path from a fraction, a list of words and a closing tag."""
    before = text[match.start() - 1 : match.start()]
    parts = [part for part in re.split(r"[/\\]+", found.removeprefix("~")) if part]
    if match["drive"] or match["start"].startswith("~"):
        return len(parts) > 1 or found.startswith("~")
    known = bool(parts) and (_ROOT.fullmatch(parts[0]) is not None or os.path.isdir(f"/{parts[0]}"))  # noqa: PTH112
    return len(parts) > 1 and (not before or before in _FREE or known)


def _name(path: str) -> str:
    """Return what may be shown of a path."""
    plain = path.replace("\\", "/")
    for mark in _PACKAGES:
        if mark in plain:
            inside = plain.rpartition(mark)[2]
            return f"hotline_analysis/{inside}" if mark == "/hotline_analysis/" else inside
    folder, _, name = plain.rstrip("/").rpartition("/")
    return "~" if homes_among(PurePath(re.sub("/+", "/", folder) or "/")) else name
