"""What commands say to an editor is in the editor's language: run in Chinese, none of them says an English sentence."""

from __future__ import annotations

import ast
import errno
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from jinja2 import TemplateSyntaxError, UndefinedError

from generator import cli, door, draft, drafting, obstacles, preview, site, weight
from generator.loading import load
from generator.obstacles import obstacle
from generator.problems import Refusal, said
from generator.workshop import Workshop
from tests.conftest import CHINESE, ENGLISH, MARKS, ROOT, TEMPLATES, TODAY, Expect, change, copy_book, real_edition
from tests.test_changes import Repository

FIXTURES = sorted(path for path in (Path(__file__).parent / "speaking").iterdir() if path.is_dir())
COMMANDS = sorted({path.name.partition("-")[0] for path in FIXTURES} | {"build", "serve"})
QUOTED = re.compile(r"“[^”]*”|‘[^’]*’")
SHOWN = re.compile(r"^(?: *\d* \| .*|    .*)$", re.MULTILINE)
"""Lines of a file shown below a problem, and of an example in an explanation."""
COMMAND = re.compile(r"casebook \w+|git \w+|--\w+ \w+|\([A-Z -]+\)|（[A-Z -]+）")
"""Commands, options with their values, and the names of characters, which Unicode gives in English."""
SENTENCE = re.compile(r"[A-Za-z’']{2,} [A-Za-z’']{2,}")
BOOKISH = ("changed", "due")
"""What these list is in the languages of the book, which is English and German, and has the interface words of those."""
TEXT_OF_THE_BOOK = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(MARKS.rglob("*")) if path.suffix in (".yml", ".md")
)


@pytest.fixture(autouse=True)
def chinese_on_a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def casebook(root: Path, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli.main, ["--root", str(root), *arguments], input=typed)


def printed(result: Result, root: Path) -> str:
    """How the command left and all it said, without what differs from run to run, or with each page more that a book has."""
    text = f"exit {result.exit_code}\n--- printed\n{result.stdout}--- told\n{result.stderr}"
    text = text.replace(str(root), "ROOT")
    return re.sub(r"\d+(?:\.\d)?(?=秒| KB)|(?<=未变)\d+|(?<=写出)\d+|(?<=/\w\w \()\d+", "N", text)


def english(text: str, known: str = TEXT_OF_THE_BOOK) -> list[str]:
    """Pairs of English words that stand in what a command said and come neither from the book nor from what was quoted."""
    own = COMMAND.sub("", SHOWN.sub("", QUOTED.sub("", text)))
    return [pair for pair in SENTENCE.findall(own) if pair not in known]


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_a_command_speaks_chinese(fixture: Path, tmp_path: Path, expect: Expect) -> None:
    root = copy_book(tmp_path / "marks")
    if (fixture / "commit.txt").is_file():
        repository = Repository(root)
        repository.git("add", "-A")
        repository.git("commit", "-q", "-m", (fixture / "commit.txt").read_text())
    if (fixture / "edits.yml").is_file():
        change(root, fixture / "edits.yml")
    typed = (fixture / "typed.txt").read_text() if (fixture / "typed.txt").is_file() else None
    command = (fixture / "command.txt").read_text(encoding="utf-8").replace("ROOT", str(root))
    text = printed(casebook(root, *shlex.split(command), typed=typed), root)
    expect(fixture / "expected.txt", text)
    own = (TEMPLATES / "words/en.yml").read_text(encoding="utf-8") if command.startswith(BOOKISH) else ""
    assert english(text, TEXT_OF_THE_BOOK + own) == []


def test_every_command_is_run_in_chinese() -> None:
    assert sorted(cli.main.commands) == COMMANDS
    left = [(path / "expected.txt").read_text(encoding="utf-8").split("\n")[0] for path in FIXTURES]
    assert {"exit 0", "exit 1", "exit 2"} == set(left)


def test_an_english_sentence_would_be_found() -> None:
    assert english("错误：there is no file or folder “x”") == ["there is", "no file", "or folder"]


def test_serving_speaks_chinese(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes: list[Exception | None] = [None, site.BuildError(said("build.no-search")), OSError(errno.ENOSPC, "")]

    def keep(*_: object) -> tuple[int, list[str]]:
        outcome = outcomes.pop(0)
        if outcome:
            raise outcome
        return 6, []

    def serve(target: Path, watched: list[Path], port: int, keeper: preview.Keeper, tell: preview.Tell) -> None:
        tell(said("serve.serving", address="http://127.0.0.1:1/"))
        for _ in range(3):
            keeper.rest(lambda: False)
        case = marks / "cases/fox-v-wolf.yml"
        case.write_text(case.read_text(encoding="utf-8").replace("final", "finall", 1), encoding="utf-8")
        keeper.rest(lambda: False)
        raise OSError(errno.EADDRINUSE, "Address already in use")

    monkeypatch.setattr(Workshop, "keep", keep)
    monkeypatch.setattr(Workshop, "ready", lambda *_: None)
    monkeypatch.setattr(preview, "serve", serve)
    result = casebook(marks, "serve")
    assert result.exit_code == 1
    assert english(result.stderr) == []
    assert re.sub(r"用时[0-9.]+秒", "用时…秒", result.stderr).splitlines()[:6] == [
        "网址      http://127.0.0.1:1/  （按Ctrl-C停止）",
        "生成      6页，用时…秒",
        "未能建立检索索引",
        "继续显示上一次无误的页面",
        "磁盘已满；请腾出空间，然后重新运行命令，此前无须清理任何文件",
        "继续显示上一次无误的页面",
    ]
    assert result.stderr.splitlines()[-2:] == [
        "1个文件中有1处问题；继续显示上一次无误的页面",
        "错误：端口8000：已被其他程序占用；请用--port另选端口",
    ]


@pytest.mark.site
def test_building_speaks_chinese(marks: Path) -> None:
    done = [casebook(marks, "build"), casebook(marks, "build")]
    assert [one.exit_code for one in done] == [0, 0]
    lines = [line.split()[0] for line in done[0].stderr.splitlines()]
    assert lines == ["校验", "简报", "简报", "页面", "页面", "网页", "检索", "离线", "发布", "完成"]
    assert done[1].stderr.splitlines()[-1].startswith("完成      没有改动，site/已是最新，用时")
    assert english("".join(one.stderr for one in done)) == []


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (site.BuildError(said("build.no-search")), "未能建立检索索引"),
        (
            OSError(errno.EACCES, "Permission denied", "x/y.md"),
            "您没有打开或者改动“x/y.md”的权限；请更改其权限，或者与所有者联系",
        ),
        (OSError(errno.EROFS, "Read-only file system"), "某个文件所在的磁盘只能读取；请将本书移到可以写入的磁盘"),
        (TemplateSyntaxError("unexpected '}'", 3, "case.md.j2"), "case.md.j2:3: 错误[template]：unexpected '}'"),
        (UndefinedError("'x' is undefined"), "模板无法填写：'x' is undefined"),
    ],
)
def test_a_build_that_fails_says_why_and_that_the_site_stays(
    marks: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fail(*_: object, **__: object) -> site.Built:
        raise error

    monkeypatch.setattr(site, "build", fail)
    result = casebook(marks, "build")
    assert (result.exit_code, result.stderr) == (1, f"校验\n错误：{told}\n\nsite/保持原样。\n")


def test_the_weights_of_a_site_are_told_in_chinese() -> None:
    light, heavy = weight.Weight("search", "zh", "", 9_000), weight.Weight("first", "zh", "zh/cases/x/", 130_000)
    assert [CHINESE.say(one.row) for one in (light, heavy)] == [
        "首次检索 zh     9.0 KB，上限220 KB",
        "首次访问 zh   130.0 KB，上限120 KB  zh/cases/x/  超过上限",
    ]


def test_every_way_in_which_a_system_refuses_has_words_and_another_speaks_for_itself() -> None:
    for number, told in obstacles.KNOWN.items():
        assert obstacle(OSError(number, os.strerror(number))) == told
        assert english(CHINESE.say(told)) == []
    assert ENGLISH.say(obstacle(OSError(errno.EIO, "Input/output error"))) == "Input/output error"
    assert ENGLISH.say(obstacle(OSError("strange"))) == "strange"


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "0 files changed"), (1, "1 file changed"), (2, "2 files changed"), (1000, "1000 files changed")],
)
def test_a_number_takes_its_noun_along(number: int, told: str) -> None:
    assert ENGLISH.say(said("fmt.changed", files=number)) == told
    assert CHINESE.say(said("fmt.changed", files=number)) == f"已改动{number}个文件"


@pytest.mark.parametrize(
    ("locale", "asked", "spoken"),
    [
        ("C", None, "en"),
        ("zh_CN.UTF-8", None, "zh"),
        ("fr_FR.UTF-8", None, "en"),
        ("zh_CN.UTF-8", "en", "en"),
        ("C", "zh", "zh"),
    ],
)
def test_a_list_in_a_language_of_the_book_follows_the_language_of_the_command(
    monkeypatch: pytest.MonkeyPatch, locale: str, asked: str | None, spoken: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with click.Context(cli.main) as context:
        if asked:
            context.meta[door.LANGUAGE] = asked
        assert door.language(real_edition()[0].casebook, None) == spoken
        assert door.language(real_edition()[0].casebook, "zh") == "zh"


def test_notes_in_a_draft_stand_in_each_language_of_the_book_that_has_messages() -> None:
    book = real_edition()[0].casebook
    told = draft.Told({"en": "Hare"}, docket="（2026）京0999民初5号")
    drafted = drafting.prepare(load(ROOT), book, told, "", lambda *_: "", [ENGLISH, CHINESE])
    assert [line for line in drafted.text.split("\n") if "0999" in line and line.startswith("# ")] == [
        "# Note: no court of the book has the code “京0999”: add it to docs/courts.yml with its source",
        "# 提示：本书没有代字为“京0999”的法院，请将其连同来源写入docs/courts.yml",
    ]


# No sentence is written in the code.


def refusals(kind: type[Refusal] = Refusal) -> Iterator[str]:
    """The names of all exceptions that carry a sentence."""
    yield kind.__name__
    for one in kind.__subclasses__():
        yield from refusals(one)


SPEAKING = {"tell", "say", "echo", "prompt", "Failed", "Refused", *refusals()}
CLICK_ERRORS = {
    name
    for name in dir(click)
    if isinstance(getattr(click, name), type) and issubclass(getattr(click, name), Exception)
}


def written(node: ast.AST) -> Iterator[str]:
    """The words that are written out below a node, but for keys of messages with what fills their blanks."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[^\W\d_]{2}", node.value):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from written(child)


def sentences(code: str) -> list[tuple[int, str]]:
    """Words handed to something that speaks, and click's own exceptions, whose words are English, with their lines."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in SPEAKING:
                parts = [*node.args, *(one.value for one in node.keywords)]
                found += [(node.lineno, word) for part in parts for word in written(part)]
            elif name in CLICK_ERRORS:
                found.append((node.lineno, name))
    return found


DOORS = [ROOT / "generator/door.py", ROOT / "generator/cli.py", *sorted((ROOT / "generator/commands").glob("*.py"))]


@pytest.mark.parametrize("path", DOORS, ids=lambda path: path.stem)
def test_no_sentence_is_written_in_a_command(path: Path) -> None:
    assert sentences(path.read_text(encoding="utf-8")) == []


def test_no_refusal_is_worded_where_it_is_raised() -> None:
    for path in sorted((ROOT / "generator").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and node.exc is not None:
                called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                if (called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")) in set(refusals()):
                    assert list(written(node.exc)) == [], f"{path.name}:{node.lineno}"


@pytest.mark.parametrize(
    "code",
    [
        'door.tell("all is well")',
        'raise door.Refused(f"there is no {path}")',
        'raise Unfit("no " + word)',
        'click.echo(f"{count} pages", err=True)',
        "raise click.UsageError(message)",
        'door.tell(said("x", why="it is old") if old else "new")',
        'click.prompt(text, default="none")',
    ],
)
def test_a_sentence_in_the_code_would_be_found(code: str) -> None:
    assert len(sentences(code)) == 1


@pytest.mark.parametrize(
    "code", ['door.tell(said("fmt.nothing"))', 'click.echo(f"{one:>3}  {two}", err=True)', 'text("all is well")']
)
def test_a_key_or_data_is_no_sentence(code: str) -> None:
    assert sentences(code) == []
