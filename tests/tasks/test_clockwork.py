"""Duties come at their hours, and one that fails holds no other up."""

from flask import Flask

from tasks.clockwork import Clock
from tasks.duties import Duty


def test_each_duty_comes_at_its_own_pace(app: Flask) -> None:
    done: list[str] = []
    hour = [0.0]
    often, seldom = Duty("often", 10, lambda: done.append("often")), Duty("seldom", 30, lambda: done.append("seldom"))
    clock = Clock((often, seldom), now=lambda: hour[0])
    for moment in (0, 10, 20, 30):
        hour[0] = float(moment)
        clock.tick(app)
    assert done == ["often", "seldom", "often", "often", "often", "seldom"]
    assert clock.pause() == 10


def test_a_failing_duty_holds_no_other_up(app: Flask) -> None:
    done: list[str] = []
    clock = Clock((Duty("fails", 1, lambda: 1 // 0), Duty("works", 1, lambda: done.append("works"))))
    clock.tick(app)
    assert done == ["works"]
