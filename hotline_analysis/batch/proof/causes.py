"""What has changed since a report was made: inputs, this package, other packages, fonts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from hotline_analysis.batch.proof.manifest import Code, Environment, InputEntry, Manifest
from hotline_analysis.batch.proof.origins import code, environment, packages

if TYPE_CHECKING:
    from hotline_analysis.batch.plan.inputs import Input

CODE = "code"


def input_changes(before: Iterable[InputEntry], now: Iterable[Input]) -> Iterator[str]:
    """Name the inputs that are others than the manifest says; the code is named with its version elsewhere."""
    old = {(one.role, one.name): one.sha256 for one in before if one.role != CODE}
    new = {(one.role, one.name): one.sha256 for one in now if one.role != CODE}
    for role, name in dict.fromkeys([*old, *new]):
        was, is_ = old.get((role, name)), new.get((role, name))
        if was == is_:
            continue
        kind = "changed" if was and is_ else "new" if is_ else "missing"
        yield f"{kind} input: {role} {name} (SHA-256 {_short(was)} → {_short(is_)})"


def code_changes(manifest: Manifest, now: Iterable[Input]) -> Iterator[str]:
    """Name this package, if its files or its version are others; a commit that changed nothing of it does not count."""
    old = next((one.sha256 for one in manifest.inputs if one.role == CODE), None)
    new = next((one.sha256 for one in now if one.role == CODE), None)
    was, is_ = manifest.code, Code.model_validate(code())
    if old != new or was.package != is_.package:
        digests = f" (SHA-256 {_short(old)} → {_short(new)})"
        yield f"changed code: hotline-analysis {_version(was)} → {_version(is_)}{digests}"


def package_changes(manifest: Manifest) -> Iterator[str]:
    """Name packages, Python and fonts that are others than the manifest says."""
    old = {**manifest.packages, "Python": manifest.code.python}
    new = {**packages(manifest.formats), "Python": code()["python"]}
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield f"changed package: {name} {old.get(name, 'none')} → {new.get(name, 'none')}"
    fonts, here = (
        {font.name: font.sha256 for font in one.fonts}
        for one in (manifest.environment, Environment.model_validate(environment()))
    )
    for name in sorted(fonts.keys() | here.keys()):
        if fonts.get(name) != here.get(name):
            yield f"changed font: {name} (SHA-256 {_short(fonts.get(name))} → {_short(here.get(name))})"


def _version(one: Code) -> str:
    commit = f", commit {one.commit[:12]}" if one.commit else ""
    return f"{one.package}{commit}{' and uncommitted changes' if one.changed else ''}"


def _short(digest: str | None) -> str:
    return "none" if digest is None else f"{digest[:12]}…"
