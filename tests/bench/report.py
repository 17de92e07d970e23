"""One line per figure: what, how much, the goal, met or missed."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """Prints as it goes; `missed` counts."""

    missed: int = field(default=0)

    def heading(self, words: str) -> None:
        print(f"\n{words}", flush=True)

    def tell(self, what: str, words: str) -> None:
        print(f"  {what:<44} {words}", flush=True)

    def at_most(self, what: str, value: float, goal: float, unit: str = "", beside: str = "") -> None:
        self._judge(what, value, value <= goal, f"goal at most {goal:g}{unit}", unit, beside)

    def at_least(self, what: str, value: float, goal: float, unit: str = "", beside: str = "") -> None:
        self._judge(what, value, value >= goal, f"goal at least {goal:g}{unit}", unit, beside)

    def _judge(self, what: str, value: float, met: bool, goal: str, unit: str, beside: str) -> None:
        self.missed += not met
        verdict = "goal met" if met else "goal missed"
        words = f"{goal}; {beside}" if beside else goal
        print(f"  {what:<44} {value:>8.2f}{unit:<5} {verdict:<12} ({words})", flush=True)
