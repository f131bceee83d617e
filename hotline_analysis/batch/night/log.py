"""``batch.log.jsonl``: what happened when, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from hotline_analysis.batch.machine import without_paths
from hotline_analysis.personal import harmless

NAME = "batch.log.jsonl"


@dataclass
class Log:
    """Writes events; a log that cannot be written, on a full disk say, is given up and does not end the batch."""

    file: IO[str] | None
    problem: str | None = None

    def write(self, event: str, **fields: object) -> None:
        """Add an event; texts lose the paths of this machine."""
        if self.file is None:
            return
        shown = {
            key: harmless(without_paths(value)) if isinstance(value, str) else value for key, value in fields.items()
        }
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **shown}
        try:
            self.file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self.file.flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self.problem = f"{NAME}: cannot be written ({error.strerror or error})"
        file, self.file = self.file, None
        try:
            if file is not None:
                file.close()
        except OSError:
            return


@contextmanager
def opened_log(outputs: Path) -> Iterator[Log]:
    """Open the log of a folder of outputs; events are added to those of earlier nights."""
    file = outputs / NAME
    log = Log(None)
    try:
        log.file = file.open("a", encoding="utf-8")
        if not _ends_whole(file):
            log.file.write("\n")  # the last line of a batch that was killed may have no end
    except OSError as error:
        log._give_up(error)
    try:
        yield log
    finally:
        if log.file is not None:
            log.file.close()


def _ends_whole(file: Path) -> bool:
    with file.open("rb") as content:
        if content.seek(0, 2) == 0:
            return True
        content.seek(-1, 2)
        return content.read() == b"\n"
