"""Which tests stay together on one of the parallel test processes.

Files that start whole installations or browsers are one piece each (for each store), the largest first; all
others are handed out one by one, in the order they were found, so that a store is set up once. xdist's own groups
are not used: with pytest 9.2 it marks the nodes in vain, and then sets up such a file's installation again and again.
"""

from pathlib import PurePath

from xdist.scheduler import LoadScopeScheduling

HEAVY = ("tests/browser/", "tests/canary/", "tests/chaos/", "tests/processes/")
STORMS = "test_storms.py"


class Together(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if not file.startswith(HEAVY) and PurePath(file).name != STORMS:
            return nodeid
        return f"{file}[{'postgresql' if '[postgresql' in test else ''}]"
