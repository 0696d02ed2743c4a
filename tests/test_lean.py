"""Pages lose the indentation of their templates and nothing that is seen."""

from __future__ import annotations

import pytest

from generator.lean import lean


@pytest.mark.parametrize(
    ("html", "leaner"),
    [
        ("<p>one\n    two</p>\n\n\n  <p>three</p>", "<p>one\ntwo</p>\n<p>three</p>"),
        ("<pre>\n  a\n    b</pre>\n  <p>c", "<pre>\n  a\n    b</pre>\n<p>c"),
        (
            "<textarea>\n  a</textarea>\n  <script>\n  1\n</script>\n  x",
            "<textarea>\n  a</textarea>\n<script>\n  1\n</script>\nx",
        ),
        ("<PRE>\n  a</PRE>\n  b", "<PRE>\n  a</PRE>\nb"),
        ("no  break   at all", "no  break   at all"),
    ],
)
def test_only_the_spaces_after_a_line_break_go(html: str, leaner: str) -> None:
    assert lean(html) == leaner
