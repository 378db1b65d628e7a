"""What Prometheus may read at `/metrics`: numbers and names of our own, never a word of a patient."""

from __future__ import annotations

import hmac
import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry
from rasa.core.channels.channel import UserMessage
from sanic import Sanic
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.clinic import LOCAL_HOSTS
from bot.databases import open_engine
from bot.engine.turn_locks import TurnLocks
from bot.safety.alerts import database_url
from bot.unanswered.store import NO_ANSWER

TOKEN_VARIABLE = "METRICS_TOKEN"  # noqa: S105
SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 20)

# Table, grouping column, name and help of what is counted in the database when somebody asks.
STORED = (
    ("needlewise_inbox", "state", "needlewise_sms_received", "Texts received, by what became of them"),
    ("needlewise_outbox", "state", "needlewise_sms_sent", "Texts to be sent and sent, by what became of them"),
    ("needlewise_outbox", "error", "needlewise_sms_errors", "Texts with an error of the carrier, by its code"),
    ("needlewise_alerts", "level", "needlewise_alerts", "Escalations kept, by level"),
)

log = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]


class Metrics:
    """Counters of one server."""

    def __init__(self, locks: Callable[[], Any], url: str | None = None) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "needlewise_request_seconds", "Requests by route and status", ["route", "status"],
            buckets=SECONDS, registry=self._registry,
        )  # fmt: skip
        self._turns = Histogram(
            "needlewise_turn_seconds", "Turns of a conversation", ["channel", "outcome"],
            buckets=SECONDS, registry=self._registry,
        )  # fmt: skip
        self._replies = Counter(
            "needlewise_replies", "Replies by what they are", ["channel", "kind", "level"], registry=self._registry
        )
        self._unanswered = Counter(
            "needlewise_unanswered", "Turns whose question was not answered", ["channel"], registry=self._registry
        )
        self._registry.register(_Stored(url or database_url(), locks))

    def measured(self, handle: Handler) -> Handler:
        """A handler that counts the turns of another, and logs them by their data."""

        async def handle_and_count(message: UserMessage) -> Any:
            began, outcome = time.perf_counter(), "failed"
            try:
                result = await handle(message)
                outcome = "done"
                return result
            finally:
                seconds = time.perf_counter() - began
                self._turns.labels(message.input_channel, outcome).observe(seconds)
                replies = self._count_replies(message)
                told = {"channel": message.input_channel, "outcome": outcome, "replies": replies}
                log.info("turn", extra={"data": {**told, "milliseconds": round(1000 * seconds, 1)}})

        return handle_and_count

    def _count_replies(self, message: UserMessage) -> list[str]:
        """Counts the replies of a turn; kind and level of each."""
        counted = []
        for sent in getattr(message.output_channel, "messages", []):
            if custom := sent.get("custom"):
                kind, level = str(custom.get("kind")), str(custom.get("level"))
                self._replies.labels(message.input_channel, kind, level).inc()
                counted.append(f"{kind} {level}")
                if kind in NO_ANSWER:
                    self._unanswered.labels(message.input_channel).inc()
        return counted

    def serve(self, app: Sanic, host: str) -> None:
        """Adds `/metrics`: open on this machine, elsewhere only to who knows METRICS_TOKEN."""

        @app.middleware("request")
        async def begin(request: Request) -> None:
            request.ctx.began = time.perf_counter()

        @app.middleware("response")
        async def end(request: Request, response: HTTPResponse) -> None:
            if began := getattr(request.ctx, "began", None):
                route = request.route.path if request.route else "none"
                self._requests.labels(f"/{route}", response.status).observe(time.perf_counter() - began)

        @app.get("/metrics")
        async def show(request: Request) -> HTTPResponse:
            if not may_read(request.token, host):
                raise NotFound("no such page")
            return HTTPResponse(generate_latest(self._registry), content_type=CONTENT_TYPE_LATEST)


def may_read(token: str | None, host: str) -> bool:
    """Whether who shows a token may read the metrics of a server on a host; without METRICS_TOKEN, on this machine."""
    secret = os.environ.get(TOKEN_VARIABLE)
    return hmac.compare_digest((token or "").encode(), secret.encode()) if secret else host in LOCAL_HOSTS


class _Stored(Collector):
    """What the database and the locks know at the moment of asking."""

    def __init__(self, url: str, locks: Callable[[], Any]) -> None:
        self._engine = open_engine(url)
        self._locks = locks

    def collect(self) -> Iterable[Metric]:
        """Gauges; those of a database that does not answer are left out, and that is said."""
        locks = self._locks()
        waiting = locks.waiting if isinstance(locks, TurnLocks) else 0
        yield GaugeMetricFamily("needlewise_waiting_turns", "Turns that wait for an earlier one", value=waiting)
        try:
            yield from self._stored()
        except SQLAlchemyError:
            yield CounterMetricFamily("needlewise_database_unreadable", "The database did not answer", value=1)

    def _stored(self) -> Iterable[Metric]:
        with self._engine.connect() as connection:
            existing = inspect(connection).get_table_names()
            for table, column, name, meaning in STORED:
                family = GaugeMetricFamily(name, meaning, labels=[column])
                if table in existing:
                    query = f"select {column}, count(*) from {table} where {column} is not null group by {column}"  # noqa: S608
                    for value, count in connection.execute(text(query)):
                        family.add_metric([str(value)], count)
                yield family

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand, or registering would ask the database."""
        return []
