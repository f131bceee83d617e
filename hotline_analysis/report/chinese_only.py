"""Reports whose pages are written in Chinese alone; a page half in another language is never made."""

from __future__ import annotations

from hotline_analysis.documents import Document, load_document
from hotline_analysis.errors import InputError
from hotline_analysis.report.language.choice import CHINESE_TAGS
from hotline_analysis.report.report_file import Report, find_jurisdiction

CHINESE_ONLY = ("audit", "drivers", "league-table", "quality")


def refuse_other_languages(report: Report, document: Document) -> None:
    """Refuse a jurisdiction in another language.

    Raises
    ------
    InputError
        With file, line, key, the language and what is allowed.
    """
    try:
        rules = load_document(find_jurisdiction(report.jurisdiction, beside=document.file.parent))
    except InputError:
        return  # whoever needs the file tells what is wrong with it
    language = rules.data.get("language", CHINESE_TAGS[0])
    if language not in CHINESE_TAGS:
        problem = f"this report ({report.report}) is written in Chinese only"
        allowed = f"{', '.join(CHINESE_TAGS)}; or report: bulletin, which can be in English"
        raise rules.error(problem, ("language",), value=language, allowed=allowed)
