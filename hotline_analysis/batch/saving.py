"""Papermill's engine without most of its saving."""

from __future__ import annotations

import time
from typing import Any

from papermill.engines import NBClientEngine, papermill_engines

ENGINE = "hotline"
SECONDS = 1.0  # between two savings of a notebook that runs


class SeldomSaving(NBClientEngine):
    """Papermill's own engine, which writes the whole notebook before and after each cell; here once a second.

    It is written at the end too, however that comes. What is lost of a notebook is what its last second has shown, and
    only if the process that runs it is killed.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, *given: Any, **options: Any) -> Any:
        """Run the notebook; `Engine.execute_notebook` saves it when that has ended."""
        save, saved = nb_man.save, time.monotonic()

        def save_seldom() -> None:
            nonlocal saved
            if time.monotonic() - saved >= SECONDS:
                save()
                saved = time.monotonic()

        nb_man.save = save_seldom
        try:
            return super().execute_managed_notebook(nb_man, *given, **options)  # type: ignore[no-untyped-call]
        finally:
            nb_man.save = save


papermill_engines.register(ENGINE, SeldomSaving)
