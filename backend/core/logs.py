"""What the machine writes about itself: one JSON line a deed, never what a person wrote or who they are."""

import logging
import sys
import time
import traceback

import structlog
from flask import Flask, Response, g, request


def set_up(level: str) -> None:
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s")
    for noisy in ("alembic", "werkzeug", "PIL", "mail.log", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def trace_of(error: BaseException) -> list[str]:
    """Where it happened, without messages: they may carry what a person wrote."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


def init_app(app: Flask) -> None:
    set_up(app.config["HUNDRE"].log_level)
    log = structlog.get_logger("hundre.web")

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if response.status_code >= 500 or app.config["HUNDRE"].log_level == "DEBUG":
            spent = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
            log.info(
                "answered", endpoint=request.endpoint, method=request.method, status=response.status_code, ms=spent
            )
        return response
