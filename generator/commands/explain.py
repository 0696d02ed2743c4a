"""``casebook explain``: Say why a check exists, with an example."""

from __future__ import annotations

from pathlib import Path

import click

from generator import address, checks, door, explanations, loading, settings
from generator.problems import nearest, said


@click.command()
@click.argument("code", required=False)
@door.language_option
@click.pass_obj
def explain(root: Path, code: str | None) -> None:
    """Explain the check CODE: its rule, why it exists, what fails and what passes; without CODE, list all checks."""
    speak = door.speaking()
    rules = door.rules(speak)
    if code is None:
        width = max(map(len, checks.CODES))
        click.echo("\n".join(f"{one:<{width}}  {rules[one]}" for one in checks.CODES))
        return
    if code not in checks.CODES:
        close = nearest(code, checks.CODES)
        hint = said("instead.close", close=close) if close else said("explain.list")
        raise door.Refused(said("explain.unknown", code=code, hint=hint))
    found = explanations.load(door.TEMPLATES, code)
    report = explanations.report(door.TEMPLATES, code, speak.language)
    where, _ = settings.read(root)
    languages = loading.languages(root)
    page = ""
    if languages and where.site_url.strip("/"):
        language = speak.language if speak.language in languages else languages[0]
        page = f"{where.site_url}{language}/{address.url(explanations.path(code))}"
    click.echo(explanations.told(code, rules[code], found, report, speak, page))
