"""Makes the labels of ``.github/labels.yml`` in the repository, or brings them up to date, through GitHub's command ``gh``."""

from __future__ import annotations

import subprocess
from pathlib import Path

import yaml

LABELS = Path(__file__).resolve().parent.parent / "labels.yml"


def main() -> None:
    for one in yaml.safe_load(LABELS.read_text(encoding="utf-8")):
        values = ["--color", str(one["color"]), "--description", one["description"]]
        subprocess.run(["gh", "label", "create", "--force", *values, "--", one["name"]], check=True)


if __name__ == "__main__":
    main()
