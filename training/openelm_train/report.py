"""The JSON that `evaluate` and `ngram` write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openelm_train.errors import TrainingError


def read_report(path: Path) -> dict[str, Any]:
    """A report with its documents, its model's name, and its cases: none for the n-gram.

    Raises TrainingError where the file is another.
    """
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {"cases": [], **report, "documents": dict(report["documents"]), "model": str(report["model"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(
            f"{path} is no report of `evaluate` or `ngram` ({error!r}); make it anew."
        ) from error
