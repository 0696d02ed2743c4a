"""Record text can never become Markdown, HTML or a link by itself."""

from __future__ import annotations

import html

import markdown
import pytest

from generator import escape

EXTENSIONS = ["attr_list", "md_in_html", "toc", "tables", "def_list", "admonition", "footnotes", "abbr"]
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![image](http://other.example/x.png)",
    "<http://other.example>",
    "**bold** _italic_ `code` ~~gone~~ ==marked==",
    "# heading",
    "- list",
    "+ list",
    "1. list",
    "12) list",
    "> quotation",
    "    code",
    "\tcode",
    "!!! note",
    "??? details",
    ":   definition",
    "--- rule",
    "=== underline",
    "[^1] footnote",
    "{: .class #id onclick=alert(1) }",
    "{#id}",
    "a | b | c",
    "[ref]: http://other.example",
    "*[HTML]: abbreviation",
    "[TOC]",
    "&lt;b&gt; &amp; &#60;",
    "line one\n\nline two\n# heading",
    "ends with a backslash \\",
    "\x02wzxhzdk:0\x03",
    '" onmouseover="alert(1)',
    "%tag",
    "中文*强调*和[[引用]]",
    "stop!",
]


def shown(text: str) -> str:
    return " ".join(text.replace("\x02", "").replace("\x03", "").split())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "before {} after",
        "# {} {{: #own }}",
        "- {}",
        '<p class="x" markdown="1">{}</p>',
        '<table markdown="1"><tr markdown="1"><td markdown="1">{}</td></tr></table>',
        '<dl markdown="1">\n<dt>t</dt>\n<dd markdown="1">{}</dd>\n</dl>',
        '<p title="{}">own</p>',
        '[own](there.md "{}")',
        "[{}](there.md)",
        "{}[own](there.md)",
    ],
    ids=[
        "paragraph",
        "inside",
        "heading",
        "item",
        "block",
        "cell",
        "pair",
        "attribute",
        "title",
        "label",
        "before a link",
    ],
)
def test_hostile_text_is_shown_as_typed(frame: str, text: str) -> None:
    probe = "harmless"
    escaped = escape.title(text) if frame.endswith('"{}")') else escape.text(text)
    page = markdown.markdown(frame.format(escaped), extensions=EXTENSIONS)
    plain = markdown.markdown(frame.format(probe), extensions=EXTENSIONS)
    assert page.replace(_found(page, text), probe) == plain


def _found(page: str, text: str) -> str:
    """The stretch of the page that a browser shows as ``text``."""
    wanted = shown(text)
    for start in range(len(page)):
        if html.unescape(page[start:]).startswith(wanted):
            for end in range(start + 1, len(page) + 1):
                if html.unescape(page[start:end]) == wanted and page[end : end + 1] != ";":
                    return page[start:end]
    raise AssertionError(f"{wanted!r} is not shown in {page!r}")


def test_a_value_that_is_escaped_already_is_left_alone() -> None:
    once = escape.text("<b>")
    assert escape.text(once) == once
