"""A book that attacks its readers: every text of the tiny book, and of its history, holds payloads of many kinds.

The checks would refuse most of it. What is shown does not rely on them: it is escaped where it is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from generator import words
from generator.edition import Edition
from generator.settings import Settings
from tests.conftest import TEMPLATES, read
from tests.test_changes import Repository

RUN = "window.__pwned=1"
TYPST = '#panic("x") #read("/etc/passwd")'
KINDS = {
    "script": f"<script>{RUN}</script>",
    "end of a script": f"</script><script>{RUN}</script>",
    "end of a title": f"</title></textarea></style></noscript><script>{RUN}</script>",
    "image": f"<img src=x onerror={RUN}>",
    "drawing": f"<svg onload={RUN}></svg>",
    "attribute": f"\"><img src=x onerror={RUN}><b x=\"'><img src=x onerror={RUN}><b y='",
    "handler": f'" onmouseover="{RUN}" onfocus="{RUN}" autofocus x="',
    "link": f'<a href="javascript:{RUN}">x</a> [x](javascript:{RUN}) javascript:{RUN}',
    "other host": "<img src=https://other.example/i> ![x](https://other.example/m) <link rel=stylesheet href=//other.example/s>",
    "frame": f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "section": f"]]><script>{RUN}</script>",
    "comment": f"--><script>{RUN}</script>",
    "entity": f"&lt;script&gt;{RUN}&lt;/script&gt; &#60;img src=x onerror={RUN}&#62; \\u003cscript>{RUN}\\u003c/script>",
    "attribute list": f'{{: onclick="{RUN}" }} {{onclick="{RUN}"}}',
    "Jinja": "{{ 7*7 }}{% for x in y %}{# z #}",
    "Typst": TYPST,
}
ALL = " ".join(KINDS.values())
NO_BRACES = [text for text in KINDS.values() if "{" not in text]
FOR_WORDS = [" ".join(NO_BRACES[start::3]) for start in range(3)]
"""For words, whose braces are blanks, and which head the navigation, where YAML allows no key of more than 1,024 letters."""
NO_QUOTES = KINDS["image"] + KINDS["drawing"]
ADDRESS = (
    "https://ok.example/?q=javascript:alert(1)&amp;x=%22%3E%3Cscript%3Ewindow.__pwned=1%3C/script%3E&y=(1);[2]#*_~"
)
"""As much as the checks let through in an address."""
PROSE = """
Plain &lt;script&gt;window.__pwned=1&lt;/script&gt; and \\[x\\] (javascript:window.__pwned=1), `&lt;img src=x onerror=1&gt;`.

    &lt;script&gt;window.__pwned=1&lt;/script&gt;

[here](https://ok.example/?javascript:window.__pwned=1) "onmouseover=window.__pwned=1 javascript:window.__pwned=1
"""
PLAIN_TEXTS = ("title", "number", "sign", "docket", "name", "code")
"""Keys of texts that are the same in every language; where their value is a mapping, it is one by language."""
LEFT = ("aloud", "forms", "says", "languages", "parts", "words", "translation")
"""Keys below which there is no text, or one that is a pattern."""


def armed(value: Any, key: str = "") -> Any:
    """A record in which every text ends in all payloads, and every address is as bad as the checks allow."""
    if key in LEFT:
        return value
    if isinstance(value, list):
        return [armed(one, key) for one in value]
    if isinstance(value, dict):
        if value.keys() == {"en", "de"}:
            return {code: f"{text} {ALL}" for code, text in value.items()}
        return {name: armed(one, name) for name, one in value.items()}
    if key in ("url", "also"):
        return ADDRESS
    return f"{value} {ALL}" if key in PLAIN_TEXTS else value


def arm(path: Path) -> None:
    value = armed(yaml.load(path.read_bytes(), yaml.CBaseLoader))
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")


def write(book: Path) -> None:
    """Turn a copy of the tiny book into the attacking one."""
    for pattern in ("cases/*.yml", "docs/*.yml", "docs/laws/*.yml", "docs/checklist/*.yml"):
        for path in book.glob(pattern):
            arm(path)
    names = book / "docs/book.yml"
    names.write_text(
        names.read_text(encoding="utf-8").replace("name: English", f"name: 'English {NO_QUOTES}'"), encoding="utf-8"
    )
    usual = words.words_of(TEMPLATES / "words/en.yml")
    for code in ("en", "de"):
        path = book / f"docs/words/{code}.yml"
        own = (usual if code == "en" else {}) | words.words_of(path)
        path.write_text(
            json.dumps(
                nested({key: f"{word} {FOR_WORDS[number % 3]}" for number, (key, word) in enumerate(own.items())})
            ),
            encoding="utf-8",
        )
        for page in (book / "docs" / code).glob("*.md"):
            page.write_text(page.read_text(encoding="utf-8") + PROSE, encoding="utf-8")


def nested(flat: dict[str, str]) -> dict[str, Any]:
    """Words by dotted key as the file has them."""
    found: dict[str, Any] = {}
    for key, word in flat.items():
        *above, last = key.split(".")
        here = found
        for step in above:
            here = here.setdefault(step, {})
        here[last] = word
    return found


def edition(book: Path) -> tuple[Edition, Settings]:
    """The attacking book, read; every commit's reason holds the payloads too."""
    repository = Repository(book)
    repository.commit(f"First {ALL}")
    write(book)
    repository.commit(f"Second {ALL}")
    repository.git("tag", "v1")
    made, where, found = read(book)
    assert made is not None
    assert {one.code for one in found} >= {"html", "link-in-text", "markdown"}
    assert not [one for one in found if one.code in ("prose-html", "prose-markdown", "wrong-address", "syntax")]
    return made, where
