"""One training a folder: two would write their checkpoints and logs into each other's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openelm_train.errors import TrainingError

try:
    import fcntl
except ImportError:  # Windows, where nothing is locked
    fcntl = None  # type: ignore[assignment]

FILE = "run.lock"


@contextmanager
def sole_run(directory: Path) -> Iterator[None]:
    """Holds the folder of a run; the system lets go of it when the process ends, however it ends.

    Raises TrainingError where another process holds it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / FILE).open("a") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise TrainingError(
                    f"Another training writes to {directory}; wait for its end, stop it, or choose another "
                    "--out."
                ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_held(directory: Path) -> bool:
    """Whether a training writes to a folder now."""
    path = directory / FILE
    if fcntl is None or not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def process_of(directory: Path) -> int | None:
    """The id of the process that trained in a folder last; None where none did."""
    path = directory / FILE
    text = path.read_text() if path.exists() else ""
    return int(text) if text.isdigit() else None
