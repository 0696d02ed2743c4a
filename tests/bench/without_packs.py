"""``casebook build`` as the preview builds, without printing the standard packs: ``python -m tests.bench.without_packs BOOK``."""

from __future__ import annotations

import sys
from pathlib import Path

from generator import door, site


def main(root: Path) -> None:
    edition, where = door.edition(root)
    built = site.build(edition, where, root / "site", door.tell, with_packs=False)
    if not built.fresh:
        raise SystemExit("nothing was built: the last site is up to date")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
