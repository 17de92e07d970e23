"""Every topic that may be announced, the queue it goes to, and who does the work.

A queue has a worker process of its own, so what is slow or broken holds nobody else up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.core.outbox import Outbox
from backend.health_station import telling as visits
from backend.health_station import telling_of_illness
from backend.health_station import telling_of_wishes as wishes
from backend.health_station.service import importing
from backend.notifications.audience import SENDING
from backend.notifications.audience import TOPICS as CASE_NEWS
from backend.notifications.service.codes import send_code
from backend.notifications.service.delivering import deliver
from backend.notifications.service.telling import tell
from backend.technology.service import following


@dataclass(frozen=True)
class Topic:
    """`work` gets the outbox row and answers None (done) or the moment to try again.

    Work inside the house is done and ticked in one transaction. Work that waits for somebody
    outside (`outside=True`) runs with no transaction open, and opens its own.
    """

    queue: str
    work: Callable[[Outbox], datetime | None]
    outside: bool = False


TOPICS: dict[str, Topic] = {
    **{topic: Topic("news", tell) for topic in CASE_NEWS},
    **{topic: Topic(channel, deliver, outside=True) for channel, topic in SENDING.items()},
    "technology.follow_up": Topic("news", following.tell),
    **{topic: Topic("news", visits.tell) for topic in visits.TEMPLATES},
    "visit.left": Topic("news", telling_of_illness.tell),
    "visit.reminder": Topic("news", visits.remind),
    importing.TOPIC: Topic("calendars", importing.read, outside=True),
    **{topic: Topic("news", wishes.tell) for topic in wishes.TEMPLATES},
    **{topic: Topic("news", wishes.tell_back) for topic in wishes.ANSWERS},
    "sign_in.code": Topic("codes", send_code, outside=True),
}


def queues() -> tuple[str, ...]:
    """All queues, in a fixed order; each has one worker."""
    return tuple(sorted({topic.queue for topic in TOPICS.values()}))
