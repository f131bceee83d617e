"""Find, read and check a scheme: a built-in one by name, or a file of one's own."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from hotline_analysis.documents import Document, load_document, validate
from hotline_analysis.errors import InputError
from hotline_analysis.metrics.unit_table import nearest
from hotline_analysis.schemes.checks import check_scheme
from hotline_analysis.schemes.layers import lay_over
from hotline_analysis.schemes.model import Scheme


def builtin_folder() -> Path:
    """Return the folder of the built-in schemes."""
    return Path(str(resources.files("hotline_analysis.schemes") / "builtin"))


def scheme_names() -> tuple[str, ...]:
    """Return the names of the built-in schemes.

    Examples
    --------
    >>> scheme_names()
    ('furong-2020', 'furong-2022', 'xiangtan-2019', 'yueyang-2017', 'yunxi-2022')
    """
    return tuple(sorted(file.stem for file in builtin_folder().glob("*.yaml")))


def load_scheme(name: str | Path, *, beside: Path | None = None) -> Scheme:
    """Load and check a scheme.

    Parameters
    ----------
    name : str or path
        A built-in name or a ``.yaml`` file; ``NAME:VARIANT`` takes one of the scheme's own variants. Without
        one, every variant is checked too.
    beside : path, optional
        The folder against which a relative file name is taken.

    Raises
    ------
    InputError
        If there is no such scheme or variant, or the scheme is not valid.

    Examples
    --------
    >>> load_scheme("furong-2022").title.en
    'Furong district, hotline assessment of 2022'
    >>> load_scheme("furong-2022:exact_rate").metrics["resolution_rate"].scored_on
    'exact'
    """
    scheme = _checked(_document(str(name), beside, ()))
    if not _variant_of(str(name)):
        for variant in scheme.variants:
            _checked(_document(f"{name}:{variant}", beside, ()))
    return scheme


def scheme_files(name: str | Path, *, beside: Path | None = None) -> list[Path]:
    """Return the files a scheme is read from: its own, and those of the schemes it extends.

    Raises
    ------
    InputError
        If one of them is missing.

    Examples
    --------
    >>> [file.name for file in scheme_files("furong-2022:as_printed")]
    ['furong-2022.yaml']
    """
    variant = _variant_of(str(name))
    file = _find(str(name).removesuffix(f":{variant}") if variant else str(name), beside)
    parent = load_document(file).data.get("extends")
    return [file, *(scheme_files(parent, beside=file.parent) if parent else [])]


def _checked(document: Document) -> Scheme:
    scheme = validate(Scheme, document)
    check_scheme(scheme, document)
    return scheme


def _variant_of(name: str) -> str:
    """Return what stands after the last colon, if that is a variant and not part of a file's name."""
    head, colon, tail = name.rpartition(":")
    return tail if colon and head and not Path(name).is_file() and not {"/", "\\"} & set(tail) else ""


def _document(name: str, beside: Path | None, chain: tuple[tuple[Path, str], ...]) -> Document:
    """Read a scheme with what it extends and with its variant laid over it."""
    variant = _variant_of(name)
    file = _find(name.removesuffix(f":{variant}") if variant else name, beside)
    document = load_document(file)
    if "extends" in document.data:
        document = _extended(document, (*chain, (file.resolve(), variant)))
    return _varied(document, variant) if variant else document


def _extended(document: Document, chain: tuple[tuple[Path, str], ...]) -> Document:
    parent, folder = document.data["extends"], document.file.parent
    if not isinstance(parent, str):
        raise document.error("not valid", ("extends",), value=str(parent), allowed="the name or file of one scheme")
    variant = _variant_of(parent)
    try:
        file = _find(parent.removesuffix(f":{variant}") if variant else parent, folder)
    except InputError as error:
        raise document.error(error.problem, ("extends",), value=parent, allowed=error.allowed) from None
    if any(file.resolve() == known for known, _ in chain):
        raise document.error("schemes extend each other", ("extends",), value=parent, allowed="another scheme")
    return lay_over(_document(parent, folder, chain), document)


def _varied(document: Document, variant: str) -> Document:
    variants = document.data.get("variants")
    if not isinstance(variants, dict) or variant not in variants:
        known = ", ".join(map(str, variants)) if isinstance(variants, dict) else ""
        raise InputError("no such variant of the scheme", file=document.file, value=variant, allowed=known or "none")
    if not isinstance(variants[variant], dict):
        raise document.error("not valid", ("variants", variant), allowed="key: value lines")
    return lay_over(document, document, ("variants", variant))


def _find(name: str, beside: Path | None) -> Path:
    if name in scheme_names():
        return builtin_folder() / f"{name}.yaml"
    file = Path(name) if beside is None or Path(name).is_absolute() else beside / name
    if file.suffix in (".yaml", ".yml"):
        return file
    known = scheme_names()
    raise InputError(
        f"no such scheme{nearest(name, known)}", value=name, allowed=f"{', '.join(known)}, or a .yaml file"
    )
