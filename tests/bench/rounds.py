"""Runs added to runs: everything is done once, then everything again, so that a faster hour of a machine is nobody's alone."""

from __future__ import annotations

from generator.benchmark import STACKS, Size, Stack, Stacks, Task, Tasks

ONCE = {"usual": 4000, "mkdocs": 1000, "properdocs": 1000, "zensical": 1000, "change": 1000}
"""From which size on something is done in the first round only, because it takes long."""


def is_due(name: str, decisions: int, before: Size | None, limit: float = 0) -> bool:
    """Whether another way to build, or the changed sentence, is to be measured at a size of which ``before`` is known already.

    A way that was ended is due again where it is given more seconds: ``limit``.
    """
    if before is None or decisions < ONCE[name]:
        return True
    if name == "change":
        return before.tasks.change is None
    found = before.stack(name)
    return found is None or (found.ended is not None and found.ended < limit)


def added(before: Size | None, now: Size) -> Size:
    """What is known of a size after one more round. Of what is no time and no memory, the newest stays."""
    if before is None:
        return now
    one, other = before.tasks, now.tasks
    tasks = Tasks(
        check=_both(one.check, other.check),
        render=_both(one.render, other.render),
        build=_both(one.build, other.build),
        pack=_both(one.pack, other.pack),
        change=_both(one.change, other.change) if one.change and other.change else other.change or one.change,
    )
    stacks = {name: _stack(before.stack(name), now.stack(name)) for name in STACKS}
    return now.model_copy(update={"tasks": tasks, "stacks": Stacks.model_validate(stacks)})


def _both(one: Task, other: Task) -> Task:
    return Task(
        seconds=[*one.seconds, *other.seconds],
        peak=max(filter(None, (one.peak, other.peak)), default=None),
        largest=max(filter(None, (one.largest, other.largest)), default=None),
    )


def _stack(one: Stack | None, other: Stack | None) -> Stack | None:
    """Times of one way; a way that this time was not built, or the last time was not, is as it was this time."""
    if one is None or other is None:
        return other or one
    if one.build is None or other.build is None:
        return other
    return other.model_copy(update={"build": _both(one.build, other.build)})
