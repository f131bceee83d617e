"""The index as one page of HTML that loads nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from importlib.resources import files

from markupsafe import Markup, escape

from hotline_analysis.batch.index.folder import Broken
from hotline_analysis.batch.index.rows import PeriodPart, link, shown
from hotline_analysis.batch.index.shelves import Shelf
from hotline_analysis.batch.index.states import Kind
from hotline_analysis.batch.index.words import Words, words_in
from hotline_analysis.fonts import css_stack
from hotline_analysis.rendering.styles import embedded_font, screen_css, shared_css
from hotline_analysis.report.language.choice import CHINESE_TAGS, ENGLISH_TAGS, language_of

_TOLD: tuple[Kind, ...] = ("failed", "stale", "altered", "not-made")
_FONT = "FONT-OF-THE-PAGE"
# what the script and the style sheet add to the text
_ADDED = "0123456789／/ "


@lru_cache(maxsize=2)
def _own(name: str) -> str:
    return (files("hotline_analysis.batch.index") / name).read_text(encoding="utf-8")


def index_page(found: Sequence[Shelf], broken: Sequence[Broken]) -> tuple[str, Callable[[], str]]:
    """Return the page without its font, and what returns it with its font, which takes longer.

    Parameters
    ----------
    found : sequence of Shelf
    broken : sequence of Broken

    Notes
    -----
    It is in English if all reports are. Everything that comes from data is escaped where it enters the page.
    """
    lang = _lang({one.lang for one in found if one.lang})
    words = words_in(lang)
    body = _body(found, broken, words, lang)
    page = _whole(body, words, lang)

    def with_font() -> str:
        from hotline_analysis.rendering.webfonts import subset_woff

        seen = html.unescape(re.sub(r"<title>.*?</title>|<[^>]*>", "", body, flags=re.DOTALL))
        text = "".join(
            sorted({*seen, *words.find, *words.example, *words.found, *words.nothing_found, *_ADDED} - {"\n"})
        )
        return page.replace(_FONT, embedded_font(base64.b64encode(subset_woff(text)).decode()), 1)

    return page, with_font


def _lang(known: Collection[str]) -> str:
    """Return the language of the page, a tag that there is: reports of others may say anything."""
    if not known or not all(one.lower().startswith("en") for one in known):
        return CHINESE_TAGS[-1]
    return next((one for one in sorted(known) if one in ENGLISH_TAGS), ENGLISH_TAGS[0])


def _css(lang: str) -> str:
    faces = {role: css_stack(role, latin=lang.startswith("en")) for role in ("screen", "heading")}
    return re.sub(r"var\(--(\w+)\)", lambda match: faces[match[1]], _own("index.css"))


def _whole(body: Markup, words: Words, lang: str) -> str:
    script = _own("index.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    styles = [_FONT, shared_css(lang), screen_css(lang), _css(lang)]
    return Markup(
        '<!DOCTYPE html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n{}</head>\n'
        '<body class="index">\n{}<script data-found="{}" data-none="{}">{}</script>\n</body>\n</html>\n'
    ).format(
        lang,
        policy,
        words.title,
        Markup("").join(Markup("<style>{}</style>\n").format(Markup(style)) for style in styles),  # noqa: S704 - our own files
        body,
        words.found,
        words.nothing_found,
        Markup(script),  # noqa: S704
    )


def _body(found: Sequence[Shelf], broken: Sequence[Broken], words: Words, lang: str) -> Markup:
    titles = Counter(one.title for one in found)
    parts = [
        Markup('<a class="skip" href="#main">{}</a>\n<main id="main" tabindex="-1">\n').format(words.skip),
        _head(found, words),
        _areas(found, titles, words, lang) if len(found) > 1 else Markup(""),
        *(_shelf(one, number, titles, words, lang) for number, one in enumerate(found, start=1)),
        Markup('<p class="empty">{}</p>\n').format(words.empty) if not found else Markup(""),
        _broken(broken, words),
        Markup('<footer class="made-from">{}<p>{}</p></footer>\n</main>\n').format(_legend(found, words), words.note),
    ]
    return Markup("").join(parts)


def _head(found: Sequence[Shelf], words: Words) -> Markup:
    kinds = Counter(row.state.kind for one in found for *_, rows in one.periods for row in rows)
    areas = len({one.jurisdiction for one in found})
    counted = [
        Markup('<strong class="{}">{}</strong>').format(kind, words.counted[kind].format(kinds[kind]))
        for kind in _TOLD
        if kinds[kind]
    ]
    lead = escape(words.between).join([words.lead.format(areas=areas, reports=kinds.total()), *counted])
    field = Markup(
        '<p class="find" hidden><label for="find">{}</label>'
        '<input id="find" type="search" placeholder="{}" autocomplete="off"><span role="status"></span></p>\n'
    )
    return Markup(
        '<header>\n<h1 class="doc-masthead">{}</h1>\n<hr class="doc-rule">\n<p class="lead">{}</p>\n{}</header>\n'
    ).format(words.title, lead, field.format(words.find, words.example) if kinds.total() > 1 else "")


def _areas(found: Sequence[Shelf], titles: Counter[str], words: Words, lang: str) -> Markup:
    entries = (
        Markup('<li><a href="#area-{}"{}>{}</a></li>').format(number, _in(one, lang), _title(one, titles))
        for number, one in enumerate(found, start=1)
    )
    return Markup('<nav class="areas" aria-label="{}"><ul>{}</ul></nav>\n').format(
        words.areas, Markup("").join(entries)
    )


def _title(one: Shelf, titles: Counter[str]) -> Markup:
    """Name a jurisdiction; its name among parameters tells apart two that are called the same."""
    own = Markup("{}").format(shown(one.title))
    known = " ".join(part for part in (one.jurisdiction if titles[one.title] > 1 else "", shown(one.root)) if part)
    return own + Markup('<span class="known-as">{}</span>').format(known) if known else own


def _in(one: Shelf, lang: str) -> Markup:
    return Markup(' lang="{}"').format(one.lang) if one.lang and one.lang[:2] != lang[:2] else Markup("")


def _shelf(one: Shelf, number: int, titles: Counter[str], words: Words, lang: str) -> Markup:
    language = language_of(lang)
    periods = (PeriodPart(words, language, one).html(period, district, rows) for period, district, rows in one.periods)
    return Markup(
        '<section class="area" id="area-{}" aria-labelledby="title-{}">\n<h2 id="title-{}"{}>{}</h2>\n{}</section>\n'
    ).format(number, number, number, _in(one, lang), _title(one, titles), Markup("").join(periods))


def _legend(found: Sequence[Shelf], words: Words) -> Markup:
    drawn = any(row.course or row.moves for one in found for *_, rows in one.periods for row in rows)
    return Markup("<p>{}</p>").format(words.legend) if drawn else Markup("")


def _broken(broken: Sequence[Broken], words: Words) -> Markup:
    if not broken:
        return Markup("")
    lines = (
        Markup("<li>{}{}{}</li>\n").format(
            link(one.path, Markup("<bdi>{}</bdi>").format(shown(one.path))), words.colon, _why(one, words)
        )
        for one in broken
    )
    return Markup(
        '<section class="broken" aria-labelledby="broken">\n<h2 id="broken">{}</h2>\n<ul>\n{}</ul>\n</section>\n'
    ).format(words.broken, Markup("").join(lines))


def _why(one: Broken, words: Words) -> str:
    """Say what is wrong with a manifest, without anything that stands in it."""
    return next(said for problem, said in words.problems.items() if one.problem.startswith(problem))
