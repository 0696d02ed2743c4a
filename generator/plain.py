"""An article of a built page as plain Markdown: one function for each kind of element that the pages are made of.

The Markdown is CommonMark (https://spec.commonmark.org/) with tables (https://github.github.com/gfm/#tables-extension-) and
without any HTML. Of an element that has no function, the text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree

LEFT_OUT = {"script", "style", "svg", "form", "input", "button", "select", "label", "dialog", "template", "noscript"}
"""What is only for a screen: it works with a script or a pointer, or is told again in words. So is what is hidden."""

LEVELS = {f"h{level}": level for level in range(1, 7)}
SECTIONS = ("article", "div", "section")
BLOCKS = {*LEVELS, *SECTIONS, "p", "blockquote", "pre", "ol", "ul", "li", "dl", "dt", "dd"}
BLOCKS |= {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
"""At whose ends spaces say nothing."""
ON_A_LINE = {*LEVELS, "td", "th"}
"""What Markdown writes on one line, whatever is inside."""
PLAIN_IN = {"a", "dt", "th", "h1", "h2", "h3", "h4", "strong", "b"}
"""Where a controlled word needs no bold: the whole is bold, or a link."""
TOLD = ON_A_LINE | PLAIN_IN | {"li"}

SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=[#\w]+;)")
AT_START = re.compile(r"^(\s*)(?:([#+=-])|(\d+)([.)]))", re.MULTILINE)
SPACES = re.compile(r"[ \t\r\n]{2,}|[\t\r]")
ENDS = "。，、；：！？.,;:!?"

Inside = frozenset[str]
"""The elements around one that change how it is written, of ``TOLD``."""


def parsed(html: str) -> Any:
    """The element that some HTML starts with, as lxml reads it."""
    return etree.HTML(html)[0][0]


def markdown(article: Any) -> str:
    """An element with all that is inside it as a document of Markdown."""
    lines = [line.rstrip() for line in _within(article, frozenset()).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def escaped(text: str) -> str:
    """``text`` with nothing in it that CommonMark would read as more than text."""
    return AT_START.sub(_start, SPECIAL.sub(r"\\\g<0>", text))


def _start(match: re.Match[str]) -> str:
    """What would start a heading or a list, escaped; of ``12.`` the point."""
    space, sign, digits, point = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{digits}\\{point}"


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
    return _joined(parts)


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
    return "headerlink" not in element.get("class", "")


def _joined(parts: Iterable[str]) -> str:
    """The parts one after the other; where line breaks meet, as many as the longer side has, at most two."""
    joined: list[str] = []
    for part in parts:
        if joined and part.startswith("\n") and joined[-1].endswith("\n"):
            before, after = joined[-1].rstrip("\n"), part.lstrip("\n")
            gap = max(len(joined[-1]) - len(before), len(part) - len(after))
            joined[-1:] = [before, "\n" * min(2, gap) + after]
        elif part:
            joined.append(part)
    return "".join(joined)


def _spaced(text: str) -> str:
    """Spaces in a row as one, or as one line break."""
    return SPACES.sub(lambda run: "\n" if "\n" in run[0] or "\r" in run[0] else " ", text)


def _text(text: str, after_block: bool, before_block: bool) -> str:
    if (after_block or before_block) and not text.strip():
        return ""
    text = escaped(_spaced(text))
    if after_block:
        text = text.lstrip(" \n")
    return text.rstrip() if before_block else text


def _words(element: Any) -> str:
    """The text of an element as it stands."""
    return "".join(node if isinstance(node, str) else _words(node) for node in _nodes(element))


def _marked(text: str, before: str, after: str) -> str:
    """``text`` between two marks, with the spaces at its ends outside them."""
    words = text.strip()
    if not words:
        return ""
    return f"{' ' if text[0] == ' ' else ''}{before}{words}{after}{' ' if text[-1] == ' ' else ''}"


def _bold(text: str) -> str:
    """``text`` in bold, whatever stands beside it: CommonMark wants a letter at either inner end, or a space outside."""
    words, end = text.strip(), ""
    while words and words[-1] in ENDS:
        words, end = words[:-1], words[-1] + end
    if not words:
        return text
    before = " " if text[0].isspace() or not words[0].isalnum() else ""
    after = " " if text[-1].isspace() or not (end or words[-1].isalnum()) else ""
    return f"{before}**{words}**{end}{after}"


def _strong(element: Any, around: Inside) -> str:
    text = _within(element, around)
    return text if around & PLAIN_IN else _bold(text)


def _span(element: Any, around: Inside) -> str:
    """Numbers of sources in brackets; a controlled word in bold, so that it stands apart from what follows it."""
    text = _within(element, around)
    kinds = element.get("class", "").split()
    if "sign" in kinds:
        return f"{text} "
    if "cite" in kinds and text.strip():
        return f"[{', '.join(text.split())}]"
    if "mark" in kinds and text.strip() and not around & PLAIN_IN:
        return _bold(" ".join(text.split()))
    return text


def _link(element: Any, around: Inside) -> str:
    """A link to a place on the page itself keeps its words alone."""
    text = _within(element, around)
    href = element.get("href", "")
    if href.startswith("#"):
        return text
    return _marked(text, "[", f"]({href})") if href else text.strip()


def _fence(text: str, least: int) -> str:
    """So many backticks that they do not stand together in ``text``."""
    return "`" * max(least, *(len(run) + 1 for run in re.findall("`+", text)), 0)


def _code(element: Any, around: Inside) -> str:
    text = _spaced(_words(element))
    fence = _fence(text, 1)
    space = " " if len(fence) > 1 else ""
    return _marked(text, fence + space, space + fence)


def _preformatted(element: Any, around: Inside) -> str:
    text = _words(element)
    if not text:
        return ""
    fence = _fence(text, 3)
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
    if around & ON_A_LINE or not text:
        return f" {text} "
    return "\n\n" + re.sub("^", "> ", text, flags=re.MULTILINE) + "\n\n"


def _list(element: Any, around: Inside) -> str:
    text = _within(element, around)
    return f"\n{text.rstrip()}\n\n" if "li" in around else f"\n\n{text}\n"


def _item(element: Any, around: Inside) -> str:
    """Everything below the first line stands below the first word."""
    text = _within(element, around).strip()
    if not text:
        return "\n"
    mark = "- "
    above = element.getparent()
    if above.tag == "ol":
        items = [one for one in above.iterchildren("li") if _is_kept(one)]
        mark = f"{int(above.get('start', 1)) + items.index(element)}. "
    return mark + re.sub(r"\n(?=.)", "\n" + " " * len(mark), text) + "\n"


def _pairs(element: Any, around: Inside) -> str:
    """A list, since CommonMark has no pairs; what is said of a term is a list below it."""
    return "\n\n" + re.sub(r"\n{2,}", "\n", _within(element, around).strip()) + "\n\n"


def _term(element: Any, around: Inside) -> str:
    return f"\n- **{' '.join(_within(element, around).split())}**\n"


def _said(element: Any, around: Inside) -> str:
    return "\n  - " + re.sub(r"\n+", "\n    ", _within(element, around).strip()) + "\n"


def _table(element: Any, around: Inside) -> str:
    return f"\n\n{_within(element, around).strip()}\n\n"


def _row(element: Any, around: Inside) -> str:
    """A row; the first of a table with the line below it, and with an empty row above if it is no heading."""
    cells = [cell for cell in _nodes(element) if not isinstance(cell, str)]
    row = f"|{_within(element, around)}\n"
    group = element.getparent()
    if element.getprevious() is not None or (group.tag != "table" and group.getprevious() is not None):
        return row
    line = f"| {' | '.join('---' for _ in cells)} |\n"
    if group.tag == "thead" or all(cell.tag == "th" for cell in cells):
        return row + line
    return f"| {' | '.join('' for _ in cells)} |\n{line}{row}"


def _cell(element: Any, around: Inside) -> str:
    return f" {_within(element, around).strip()} |".replace("\n", " ")


def _break(element: Any, around: Inside) -> str:
    return " " if around & ON_A_LINE else "\n"


KINDS: dict[str, Callable[[Any, Inside], str]] = {
    **dict.fromkeys(LEVELS, _heading),
    **dict.fromkeys((*SECTIONS, "p"), _block),
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
    "table": _table,
    "tr": _row,
    "br": _break,
    "hr": lambda element, around: "\n\n---\n\n",
}
