"""When a test of the browser fails, its report says what each visitor was looking at."""

from collections.abc import Generator
from typing import Any

import pytest
from playwright.sync_api import Error

from .installed import Place

MUCH = 2500


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and call.when == "call":
        places = [one for one in vars(item).get("funcargs", {}).values() if isinstance(one, Place)]
        for page in (page for place in places for context in place.browser.contexts for page in context.pages):
            report.sections.append((f"what {page.url} showed", _seen(page)))
    return report


def _seen(page: Any) -> str:
    try:
        return str(page.evaluate("navigator.onLine + '\\n' + document.body.innerText"))[:MUCH]
    except Error as error:
        return f"nothing: {error}"
