"""Each kind of element as Markdown, and what CommonMark and its tables read in it."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from generator import plain

READER = MarkdownIt("commonmark").enable("table")


def markdown(article: str) -> str:
    return plain.markdown(plain.parsed(f"<article>{article}</article>"))


@pytest.mark.parametrize(
    ("article", "text"),
    [
        ("", "\n"),
        ("<h2>A <em>b</em>\n<span>c</span></h2><h6>d</h6>", "## A b c\n\n###### d\n"),
        ("<p>a <b> b </b> <i>c</i></p>", "a  **b**  **c**\n"),
        ("<p>a<br>b</p><hr><p>- c<br># d</p>", "a\nb\n\n---\n\n\\- c\n\\# d\n"),
        ("<blockquote><p>a</p>\n<ul><li>b</li></ul></blockquote>", "> a\n>\n> - b\n"),
        ("<p>a</p><blockquote> </blockquote><p>b</p>", "a\n\nb\n"),
    ],
)
def test_words_and_what_stands_alone(article: str, text: str) -> None:
    assert markdown(article) == text


@pytest.mark.parametrize(
    ("article", "text"),
    [
        ("<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>", "- a\n  - b\n- c\n"),
        ("<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol>d</li></ul>", "- a\n  1. b\n     - c\n\n  d\n"),
        ("<ol start=9><li>a</li><li hidden>b</li><li><p>c</p><p>d</p></li></ol>", "9. a\n10. c\n\n    d\n"),
        ("<ol start=x><li>a</li></ol>", "1. a\n"),
        ("<ul><li>a</li><li> </li></ul><p>b</p>", "- a\n\nb\n"),
        ("<ol><li>a</li><li> </li><li>c</li></ol><p>b</p>", "1. a\n2.\n3. c\n\nb\n"),
        ("<details><ul><li>a</li></ul></details>b", "- a\n\nb\n"),
        ("<dl><dt>a <b>b</b></dt><dd><p>c</p><p>d</p></dd><dd><ul><li>e</li></ul></dd></dl>",
         "- **a b**\n  - c\n    d\n  - - e\n"),
    ],
)  # fmt: skip
def test_lists(article: str, text: str) -> None:
    assert markdown(article) == text


def test_a_list_in_a_list_and_the_text_after_it_are_read_back() -> None:
    text = markdown("<ul><li>a<ol start=3><li>b</li></ol>c</li><li>d</li></ul>")
    read = [(one.level, one.tag) for one in READER.parse(text) if one.nesting == 1 and one.tag != "p"]
    assert read == [(0, "ul"), (1, "li"), (2, "ol"), (3, "li"), (1, "li")]
    assert [one.level for one in READER.parse(text) if one.type == "inline"] == [3, 5, 3, 3]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            "<thead><tr><th>a</th>\n<th><b>b</b></th></tr></thead><tbody>\n<tr><th>c</th><td>d</td></tr></tbody>",
            "| a | b |\n| --- | --- |\n| c | d |\n",
        ),
        (
            "<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>",
            "|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n",
        ),
        ("<tr><th colspan=2>a</th></tr><tr><td>b</td><td>c</td></tr>", "| a | |\n| --- | --- |\n| b | c |\n"),
        (
            "<tr hidden><th>a</th></tr><tr><th>b</th><th hidden>c</th></tr><tr><td>d</td></tr>",
            "| b |\n| --- |\n| d |\n",
        ),
        ("<caption>a</caption><tbody><tr><th>b</th></tr></tbody>", "a\n\n| b |\n| --- |\n"),
        (
            "<thead><tr><th>a|b</th></tr></thead><tbody><tr><td>c<br>d</td></tr><tr><td><p>e</p>\n<h3>f</h3></td></tr></tbody>",
            "| a\\|b |\n| --- |\n| c d |\n| e f |\n",
        ),
    ],
)
def test_tables(rows: str, text: str) -> None:
    assert markdown(f"<table>{rows}</table>") == text


def test_code_with_a_pipe_stays_in_its_cell() -> None:
    text = markdown("<table><tr><th>a</th></tr><tr><td><code>b|c</code></td></tr></table><p><code>d|e</code></p>")
    assert text == "| a |\n| --- |\n| `b\\|c` |\n\n`d|e`\n"
    assert [one.content for one in READER.parse(text) if one.type == "inline"] == ["a", "`b|c`", "`d|e`"]


def test_a_row_stays_a_row_whatever_is_in_its_cells() -> None:
    cell = "<p>a|b<br>c</p><ul><li>d</li><li>e</li></ul><blockquote>f</blockquote>"
    text = markdown(f"<p>x</p><table><tr><th>g</th><th>h</th></tr><tr><td>{cell}</td><td>i</td></tr></table><p>y</p>")
    found = [one.type for one in READER.parse(text) if one.nesting == 1]
    assert found == ["paragraph_open", "table_open", "thead_open", "tr_open", "th_open", "th_open", "tbody_open", "tr_open",
                     "td_open", "td_open", "paragraph_open"]  # fmt: skip
    assert "a\\|b c" in text


@pytest.mark.parametrize(
    ("article", "text"),
    [
        ("<p><code>a_b*c</code></p>", "`a_b*c`\n"),
        ("<p>a<code> b <a href=x><b>c</b></a></code>d</p>", "a `b c`d\n"),
        ("<p><code>a`b</code> <code>``</code> <code></code></p>", "`` a`b `` ``` `` ```\n"),
        ("<pre><code>\na  *b*\n    c\n</code></pre>", "```\na  *b*\n    c\n```\n"),
        ("<ul><li><pre>a\n b</pre></li></ul>", "- ```\n  a\n   b\n  ```\n"),
        ("<p>a</p><pre></pre><p>b</p>", "a\n\nb\n"),
    ],
)
def test_code(article: str, text: str) -> None:
    assert markdown(article) == text


@pytest.mark.parametrize(
    ("article", "text"),
    [
        ("<p>a <b>12.</b> b <b>c.</b></p>", "a **12**\\. b **c**.\n"),
        ("<p>See<a href='../x/'>\nfoo </a>bar</p>", "See [foo](../x/) bar\n"),
        ("<p>Stop!<a href='../x/'>x</a> Go! <a href='../x/'>y</a></p>", "Stop\\![x](../x/) Go! [y](../x/)\n"),
        ("<p><a href='https://x.example/a)b(c)'>x</a></p>", "[x](https://x.example/a%29b%28c%29)\n"),
    ],
)
def test_words_in_bold_and_links(article: str, text: str) -> None:
    assert markdown(article) == text


def test_bold_and_links_are_read_back() -> None:
    text = markdown("<p><b>12.</b> Stop!<a href='https://x.example/a)b'>x</a></p>")
    (words,) = (one.children or [] for one in READER.parse(text) if one.type == "inline")
    assert [one.type for one in words if one.nesting == 1] == ["strong_open", "link_open"]
    assert [one.attrs["href"] for one in words if one.type == "link_open"] == ["https://x.example/a%29b"]
    assert "".join(one.content for one in words) == "12. Stop!x"


@pytest.mark.parametrize("code", ["a\n```\nb", "~~~\n````", "`", "a\n\n<b>"])
def test_code_is_read_back_whatever_stands_in_it(code: str) -> None:
    (block,) = READER.parse(markdown(f"<pre><code>{code.replace('<', '&lt;')}</code></pre>"))
    assert (block.type, block.content) == ("fence", f"{code}\n")
    (inline,) = READER.parse(markdown(f"<p><code>{code.replace('<', '&lt;')}</code></p>"))[1].children or []
    assert (inline.type, inline.content.split()) == ("code_inline", code.split())


@pytest.mark.parametrize(
    ("article", "text"),
    [
        ("<p>a <never>b <b>c</b> *</never> d</p>", "a b **c** \\* d\n"),
        ("<never><p>a</p>b</never><p>c</p>", "a\n\nb\n\nc\n"),
        ("<p>a <a>b </a>c <a href='#x'> d</a></p>", "a b c  d\n"),
        ("<p>a <button>b</button>c<svg><text>d</text></svg> e</p>", "a c e\n"),
        ("<p>a<!-- b -->c<script>d</script></p><template><p>e</p></template>f", "ac\n\nf\n"),
        ("<div><button>a</button> b <i hidden>c</i></div> <div>d</div>", "b\n\nd\n"),
        ("<ul><li><button>a</button>- b</li><li>c<style>d</style> + e</li></ul>", "- \\- b\n- c \\+ e\n"),
    ],
)
def test_what_is_unknown_keeps_its_text_and_what_is_left_out_leaves_the_rest_in_order(article: str, text: str) -> None:
    assert markdown(article) == text
