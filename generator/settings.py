"""What the generator itself needs to know of a site: where it is, and where its source is edited."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from generator import files, source
from generator.loading import missing_file
from generator.nodes import Mapping, Scalar
from generator.problems import Problem, said

CONFIGURATION = PurePosixPath("mkdocs.yml")


@dataclass(frozen=True)
class Settings:
    """What the generator itself needs from ``mkdocs.yml``."""

    site_url: str
    edit_url: str

    @property
    def prefix(self) -> str:
        """The path of the site on its host, with a slash at both ends."""
        return "/" + (urlsplit(self.site_url).path.strip("/") + "/").lstrip("/")


def read(root: Path) -> tuple[Settings, list[Problem]]:
    """Read the address of the site and of its source. A missing key is a problem with an empty value."""
    if not files.is_there(root, CONFIGURATION):
        return Settings("", ""), [missing_file(CONFIGURATION)]
    data, wrong = files.read(root, CONFIGURATION)
    if data is None:
        return Settings("", ""), wrong
    parsed, problems = source.read(CONFIGURATION, data)
    values = {"site_url": "", "repo_url": "", "edit_uri": ""}
    if isinstance(parsed.root, Mapping):
        for key in values:
            node = parsed.root.get(key)
            values[key] = node.value if isinstance(node, Scalar) else ""
    for key, value in values.items():
        if not value and not problems:
            problems.append(parsed.problem(parsed.location(), said("missing-key.key", key=key)))
    edit = f"{values['repo_url'].rstrip('/')}/{values['edit_uri'].strip('/')}/"
    return Settings(values["site_url"].rstrip("/") + "/", edit), problems
