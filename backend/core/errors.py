"""Every refusal is a class with a name, a status and a key to its words (`error.<key>` in content/texts)."""

from typing import Any


class Refusal(Exception):
    """We understood, and the answer is no. Words are found by `key` in the asked language."""

    status = 400
    key = "bad_request"

    def __init__(self, errors: dict[str, Any] | None = None, **facts: Any):
        super().__init__(self.key)
        self.errors = errors or {}
        self.facts = facts
        self.headers: dict[str, str] = {}


class Malformed(Refusal):
    """Not readable as what it claims to be."""

    key = "malformed"


class NotSignedIn(Refusal):
    status, key = 401, "not_signed_in"


class NotAllowed(Refusal):
    status, key = 403, "not_allowed"


class TooLowAssurance(NotAllowed):
    """Signed in, but not surely enough for this: `needs` says which assurance would do."""

    key = "too_low_assurance"

    def __init__(self, needs: str):
        super().__init__(needs=needs)


class ForeignOrigin(NotAllowed):
    key = "foreign_origin"


class Unknown(Refusal):
    """Not there, or another person's or municipality's: nobody may tell the difference."""

    status, key = 404, "unknown"


class Conflict(Refusal):
    """The world has moved on; `choices` are what can be had now."""

    status, key = 409, "conflict"

    def __init__(self, choices: list[Any] | None = None, **facts: Any):
        super().__init__(**facts)
        self.choices = choices or []


class InProgress(Conflict):
    """The same command is being carried out at this very moment."""

    key = "in-progress"

    def __init__(self) -> None:
        super().__init__()
        self.headers = {"Retry-After": "2"}


class StaleRevision(Conflict):
    key = "stale_revision"


class TooLarge(Refusal):
    status, key = 413, "too_large"


class WrongKind(Refusal):
    status, key = 415, "wrong_kind"


class Invalid(Refusal):
    """Readable, but some fields can't be right: `errors` is field -> list of messages.

    `told` is what a person typed, for the page that asks again.
    """

    status, key = 422, "invalid"

    def __init__(self, errors: dict[str, Any] | None = None, **facts: Any):
        super().__init__(errors, **facts)
        self.told: dict[str, Any] = {}


class TooMany(Refusal):
    status, key = 429, "too_many"

    def __init__(self, seconds: int = 60):
        super().__init__()
        self.headers = {"Retry-After": str(seconds)}


class Busy(Refusal):
    """We can't keep a promise just now. Nothing was stored by half."""

    status, key = 503, "busy"

    def __init__(self, seconds: int = 10):
        super().__init__()
        self.headers = {"Retry-After": str(seconds)}
