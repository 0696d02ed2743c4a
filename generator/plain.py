"""An article of a built page as plain Markdown: one function for each kind of element that the pages are made of.

The Markdown is CommonMark (https://spec.commonmark.org/) with tables (https://github.github.com/gfm/#tables-extension-) and
without any HTML. Of an element that has no function, the text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from generator import commonmark

LEFT_OUT = {"script", "style", "svg", "form", "input", "button", "select", "label", "dialog", "template", "noscript"}
"""What is only for a screen: it works with a script or a pointer, or is told again in words. So is what is hidden."""

LEVELS = {f"h{level}": level for level in range(1, 7)}
SECTIONS = ("article", "div", "section", "p", "table", "caption", "nav", "fieldset", "legend")
BLOCKS = {*LEVELS, *SECTIONS, "blockquote", "pre", "ol", "ul", "li", "dl", "dt", "dd"}
BLOCKS |= {"thead", "tbody", "tfoot", "tr", "td", "th"}
"""At whose ends spaces say nothing."""
ON_A_LINE = {*LEVELS, "td", "th"}
"""What Markdown writes on one line, whatever is inside."""
PLAIN_IN = {"a", "dt", "th", "h1", "h2", "h3", "h4", "strong", "b"}
"""Where a controlled word needs no bold: the whole is bold, or a link."""
TOLD = ON_A_LINE | PLAIN_IN | {"li"}

Inside = frozenset[str]
"""The elements around one that change how it is written, of ``TOLD``."""


def parsed(html: str) -> Any:
    """The element that some HTML starts with, as lxml reads it."""
    return etree.HTML(html)[0][0]


def markdown(article: Any) -> str:
    """An element with all that is inside it as a document of Markdown."""
    lines = [line.rstrip() for line in _within(article, frozenset()).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _within(element: Any, around: Inside) -> str:
    """What is inside an element; spaces beside a block go."""
    tag = element.tag
    at_end = tag in BLOCKS
    if not len(element):
        return _text(element.text or "", at_end, at_end)
    inside = around | {tag} if tag in TOLD else around
    nodes = _nodes(element)
    blocks = [at_end, *(not isinstance(node, str) and node.tag in BLOCKS for node in nodes), at_end]
    parts = []
    for number, node in enumerate(nodes):
        if isinstance(node, str):
            parts.append(_text(node, blocks[number], blocks[number + 2]))
        else:
            parts.append(KINDS.get(node.tag, _within)(node, inside))
    return commonmark.joined(parts)


def _nodes(element: Any) -> list[Any]:
    """The texts and the elements inside an element, without what is left out; a text on each side of that stays by itself."""
    nodes = [element.text] if element.text else []
    for child in element:
        if _is_kept(child):
            nodes.append(child)
        if child.tail:
            nodes.append(child.tail)
    return nodes


def _is_kept(element: Any) -> bool:
    """Comments are not."""
    if not isinstance(element.tag, str) or element.tag in LEFT_OUT or element.get("hidden") is not None:
        return False
    return "headerlink" not in element.get("class", "").split()


def _text(text: str, after_block: bool, before_block: bool) -> str:
    if (after_block or before_block) and not text.strip():
        return ""
    text = commonmark.escaped(commonmark.spaced(text))
    if after_block:
        text = text.lstrip(" \n")
    return text.rstrip() if before_block else text


def _words(element: Any) -> str:
    """The text of an element as it stands."""
    return "".join(node if isinstance(node, str) else _words(node) for node in _nodes(element))


def _strong(element: Any, around: Inside) -> str:
    text = _within(element, around)
    return text if around & PLAIN_IN else commonmark.bold(text)


def _span(element: Any, around: Inside) -> str:
    """Numbers of sources in brackets; a controlled word in bold, so that it stands apart from what follows it."""
    text = _within(element, around)
    kinds = element.get("class", "").split()
    if "sign" in kinds:
        return f"{text} "
    if "cite" in kinds and text.strip():
        return f"[{', '.join(text.split())}]"
    if "mark" in kinds and text.strip() and not around & PLAIN_IN:
        return commonmark.bold(" ".join(text.split()))
    return text


def _link(element: Any, around: Inside) -> str:
    """A link to a place on the page itself keeps its words alone."""
    text = _within(element, around)
    href = element.get("href", "")
    if not href or href.startswith("#"):
        return text
    return commonmark.marked(text, "[", f"]({href.replace('(', '%28').replace(')', '%29')})")


def _code(element: Any, around: Inside) -> str:
    text = commonmark.spaced(_words(element)).replace("\n", " ")
    if around & {"td", "th"}:
        text = text.replace("|", "\\|")  # even in code a cell would end there (GFM, 4.10)
    fence = commonmark.fence(text, 1)
    space = " " if len(fence) > 1 else ""
    return commonmark.marked(text, fence + space, space + fence)


def _preformatted(element: Any, around: Inside) -> str:
    text = _words(element)
    if not text:
        return ""
    fence = commonmark.fence(text, 3)
    text = re.sub(r"^[ \n]*\n", "", text).rstrip(" \n")
    return f"\n\n{fence}\n{text}\n{fence}\n\n"


def _heading(element: Any, around: Inside) -> str:
    text = _within(element, around)
    return text if around & ON_A_LINE else f"\n\n{'#' * LEVELS[element.tag]} {' '.join(text.split())}\n\n"


def _block(element: Any, around: Inside) -> str:
    text = _within(element, around).strip()
    if around & ON_A_LINE:
        return f" {text} "
    return f"\n\n{text}\n\n" if text else ""


def _quote(element: Any, around: Inside) -> str:
    text = _within(element, around).strip()
    if around & ON_A_LINE:
        return f" {text} "
    return "\n\n" + re.sub("^", "> ", text, flags=re.MULTILINE) + "\n\n" if text else ""


def _list(element: Any, around: Inside) -> str:
    if element.tag == "ol":
        start = element.get("start", "")
        items = filter(_is_kept, element.iterchildren("li"))
        for number, item in enumerate(items, int(start) if start.isdecimal() else 1):
            item.set("value", str(number))
    text = _within(element, around)
    # Below the words of an item no empty line is needed, unless the list starts with another number.
    return f"\n{text}\n" if "li" in around and text.startswith(("- ", "1. ")) else f"\n\n{text}\n"


def _item(element: Any, around: Inside) -> str:
    """Everything below the first line stands below the first word. An empty one stays where the next ones are counted."""
    text = _within(element, around).strip()
    number = element.get("value")
    mark = f"{number}. " if number else "- "
    if not text:
        return f"{number}.\n" if number else "\n"
    return mark + re.sub(r"\n(?=.)", "\n" + " " * len(mark), text) + "\n"


def _pairs(element: Any, around: Inside) -> str:
    """A list, since CommonMark has no pairs; what is said of a term is a list below it."""
    return "\n\n" + re.sub(r"\n{2,}", "\n", _within(element, around).strip()) + "\n\n"


def _term(element: Any, around: Inside) -> str:
    return f"\n- **{' '.join(_within(element, around).split())}**\n"


def _said(element: Any, around: Inside) -> str:
    return "\n  - " + re.sub(r"\n+", "\n    ", _within(element, around).strip()) + "\n"


def _row(element: Any, around: Inside) -> str:
    """A row; the first of a table with the line below it, and with an empty row above if it is no heading."""
    row = f"|{_within(element, around)}\n"
    table = next(element.iterancestors("table"), element)
    if next(filter(_is_kept, table.iter("tr"))) is not element:
        return row
    cells = list(filter(_is_kept, element.iterchildren("td", "th")))
    width = sum(map(_width, cells))
    line = f"| {' | '.join(['---'] * width)} |\n"
    if element.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells):
        return row + line
    return f"| {' | '.join([''] * width)} |\n{line}{row}"


def _cell(element: Any, around: Inside) -> str:
    text = _within(element, around).strip().replace("\n", " ")
    return f" {text}{' |' * _width(element)}"


def _width(cell: Any) -> int:
    """Over how many columns a cell reaches."""
    span = cell.get("colspan", "")
    return max(1, min(1000, int(span))) if span.isdecimal() else 1


def _break(element: Any, around: Inside) -> str:
    return " " if around & ON_A_LINE else "\n"


def _rule(element: Any, around: Inside) -> str:
    return "\n\n---\n\n"


KINDS: dict[str, Callable[[Any, Inside], str]] = {
    **dict.fromkeys(LEVELS, _heading),
    **dict.fromkeys(SECTIONS, _block),
    **dict.fromkeys(("strong", "b", "em", "i"), _strong),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("td", "th"), _cell),
    "span": _span,
    "a": _link,
    "code": _code,
    "pre": _preformatted,
    "blockquote": _quote,
    "li": _item,
    "dl": _pairs,
    "dt": _term,
    "dd": _said,
    "tr": _row,
    "br": _break,
    "hr": _rule,
}
