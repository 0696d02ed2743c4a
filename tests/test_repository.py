"""What GitHub reads beside the workflows: templates, owners, labels, updates, and the two notices; and how a host is set up."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from generator import cli, settings
from tests.conftest import ROOT
from tests.test_policy import POLICY

GITHUB = ROOT / ".github"
TEMPLATES = sorted((GITHUB / "PULL_REQUEST_TEMPLATE").glob("*.md"))
NOTICES = (GITHUB / "SECURITY.md", GITHUB / "CODE_OF_CONDUCT.md")
CHINESE = re.compile("[\u4e00-\u9fff]")
README = (ROOT / "README.md").read_text(encoding="utf-8")
HOST = README.partition("\n## Host\n")[2].partition("\n## ")[0]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def labels() -> dict[str, dict[str, str]]:
    return {one["name"]: one for one in yaml.safe_load(text(GITHUB / "labels.yml"))}


def name(path: Path) -> str:
    return path.stem


def test_the_usual_template_leads_to_each_of_the_five() -> None:
    links = [
        parse_qs(urlsplit(link).query)
        for link in re.findall(r"\]\((\?[^)]+)\)", text(GITHUB / "pull_request_template.md"))
    ]
    assert sorted(link["template"][0] for link in links) == [path.name for path in TEMPLATES]
    assert all(link["expand"] == ["1"] and link["labels"][0] in labels() for link in links)
    assert len(TEMPLATES) == 5


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_short_and_every_line_of_it_is_in_both_languages(path: Path) -> None:
    lines = [line for line in text(path).splitlines() if line]
    assert [line for line in lines if not line.startswith(("- [ ] ", "**"))] == []
    assert [line for line in lines if line.count(" · ") != 1] == []
    for line in lines:
        english, chinese = line.split(" · ")
        assert CHINESE.search(chinese)
        assert not CHINESE.search(english)
    assert 5 <= len(lines) <= 10


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_what_a_template_names_is_there(path: Path) -> None:
    named = set(re.findall(r"`([^`]+)`", text(path)))
    commands = {word.split()[1] for word in named if word.startswith("casebook ")}
    assert commands - set(cli.main.commands) == set()
    files = {word for word in named if "/" in word or word.endswith((".md", ".yml"))}
    assert [word for word in files if not (ROOT / word).exists()] == []
    for word in named:
        english, chinese = (sum(part.count(f"`{word}`") for part in half) for half in halves(path))
        assert english == chinese, word


def halves(path: Path) -> tuple[list[str], list[str]]:
    """The English and the Chinese half of each line."""
    pairs = [line.split(" · ") for line in text(path).splitlines() if " · " in line]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def test_owners_are_teams_of_the_organisation_that_the_book_is_said_to_be_at() -> None:
    rules = [line.split() for line in text(GITHUB / "CODEOWNERS").splitlines() if line and not line.startswith("#")]
    repo = next(line for line in text(ROOT / "mkdocs.yml").splitlines() if line.startswith("repo_url:"))
    organisation = urlsplit(repo.split()[1]).path.split("/")[1]
    assert rules[0][0] == "*"
    for pattern, *owners in rules:
        assert owners
        assert all(re.fullmatch(rf"@{organisation}/[a-z-]+", owner) for owner in owners)
        assert pattern == "*" or list(ROOT.glob(pattern.strip("/"))) != [], pattern


def test_labels_are_ones_that_github_takes() -> None:
    for label in labels().values():
        assert re.fullmatch(r"[0-9a-f]{6}", str(label["color"])), label
        assert len(label["description"]) <= 100
        english, chinese = label["description"].split(" · ")
        assert CHINESE.search(chinese)
        assert not CHINESE.search(english)
    assert len(labels()) == len(yaml.safe_load(text(GITHUB / "labels.yml"))) >= 5


def test_every_label_that_is_used_is_listed() -> None:
    updates = yaml.safe_load(text(GITHUB / "dependabot.yml"))["updates"]
    used = {label for update in updates for label in update["labels"]}
    used |= set(re.findall(r'^        "([a-z]+)",$', text(GITHUB / "scripts/issue.py"), re.MULTILINE))
    assert used == {"dependencies", "due", "links"}
    assert used <= labels().keys()


def test_updates_are_proposed_where_there_is_something_to_update() -> None:
    for update in yaml.safe_load(text(GITHUB / "dependabot.yml"))["updates"]:
        files = {"github-actions": ".github/workflows/main.yml", "npm": "tests/judges/package-lock.json"}
        assert (ROOT / files[update["package-ecosystem"]]).is_file()
        assert (ROOT / update["directory"].strip("/")).is_dir()
        assert update["cooldown"]["default-days"] >= 7


@pytest.mark.parametrize("path", NOTICES, ids=name)
def test_a_notice_is_in_both_languages_and_says_that_no_address_is_set(path: Path) -> None:
    english, chinese = text(path).split("\n---\n")
    assert not CHINESE.search(english.partition("\n")[2])
    assert english.count("\n- ") == chinese.count("\n- ") >= 4
    assert "no address is set yet" in english
    assert "尚未设置联系地址" in chinese


def test_every_header_that_the_readme_shows_is_the_one_the_pages_are_tested_with() -> None:
    shown = re.findall(r"default-src[^\"`\n]*", HOST)
    assert set(shown) == {POLICY}
    assert len(shown) >= 5


@pytest.mark.parametrize("host", ["nginx", "Caddy", "object store", "_headers"])
def test_the_readme_shows_each_kind_of_host_all_that_it_needs(host: str) -> None:
    example = next(part for part in HOST.split("<summary>")[1:] if host in part.partition("</summary>")[0])
    for needed in ("Content-Security-Policy", "nosniff", "no-cache", "404.html"):
        assert needed in example


def test_the_readme_shows_a_policy_that_is_cut_short() -> None:
    """The failing side: a header that differs by one directive is seen."""
    broken = HOST.replace("; object-src 'none'", "", 1)
    assert set(re.findall(r"default-src[^\"`\n]*", broken)) != {POLICY}


def test_the_address_in_the_configuration_is_read_by_the_generator_and_by_the_workflow() -> None:
    where, problems = settings.read(ROOT)
    line = next(line for line in text(ROOT / "mkdocs.yml").splitlines() if line.startswith("site_url:"))
    assert problems == []
    assert line == f"site_url: {where.site_url}"
