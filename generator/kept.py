"""Answers of functions of what never changes, kept with the thing itself: they live as long and cannot be out of date."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Keeper(Protocol):
    """Something frozen that keeps answers about itself."""

    @property
    def answers(self) -> dict[Any, Any]: ...


Subject = TypeVar("Subject", bound=Keeper)
Others = ParamSpec("Others")
Answer = TypeVar("Answer")


def kept(function: Callable[Concatenate[Subject, Others], Answer]) -> Callable[Concatenate[Subject, Others], Answer]:
    """The function with its answers kept with its first argument. The others are given by place and hashable, and the answer is
    not changed by whoever gets it."""

    @wraps(function)
    def answered(subject: Subject, /, *others: Others.args, **named: Others.kwargs) -> Answer:
        key = (function, *others, *named.items())
        if key not in subject.answers:
            subject.answers[key] = function(subject, *others, **named)
        answer: Answer = subject.answers[key]
        return answer

    return answered
