"""Why a message did not leave, as a code of ours."""


class NotSent(Exception):
    """It did not go this time. `final` means that trying again can't help."""

    def __init__(self, outcome: str, final: bool = False):
        super().__init__(outcome)
        self.outcome, self.final = outcome, final
