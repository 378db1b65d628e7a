"""The server: Rasa's agent behind our own channels, in one process."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
from asyncio import AbstractEventLoop
from functools import partial
from typing import Any

from threadpoolctl import threadpool_limits

from bot.channels.clinic.sessions_endpoint import clinic_token, sessions_blueprint
from bot.channels.sms.settings import CARRIER_VARIABLE, REAL_CARRIERS, configured_carrier
from bot.channels.web.headers import ResponseHeaders
from bot.channels.web.inbound import LONGEST_BODY
from bot.channels.web.session_token import SECRET_VARIABLE
from bot.clinic import LOCAL_HOSTS, check_may_serve, load_clinic
from bot.data_files import PROJECT_ROOT
from bot.engine.conversation_store import ConversationStore
from bot.engine.demo_page import add_demo_page
from bot.engine.health import health_of
from bot.engine.in_process_actions import InProcessActions, check_results_with_one_validator
from bot.engine.metrics import Metrics
from bot.engine.retention import start_retention, stop_retention
from bot.engine.training import MODEL
from bot.engine.turn_locks import TurnLocks
from bot.knowledge.base import load_knowledge
from bot.rendering import Renderer
from bot.replies import Replies
from bot.safety.alert_webhook import Webhook, configured_webhook, send_alerts
from bot.safety.alerts import DATABASE_VARIABLE, shared_alerts
from bot.texting.number_vault import KEY_VARIABLE

ENDPOINTS_FILE = PROJECT_ROOT / "endpoints.yml"
CREDENTIALS_FILE = PROJECT_ROOT / "credentials.yml"
REQUEST_TIMEOUT_SECONDS = 10  # for a request to arrive whole
RESPONSE_TIMEOUT_SECONDS = 30
PROXIES_VARIABLE = "WEB_PROXIES"
LONGEST_TURN_SECONDS = 25.0  # a channel gives up earlier
OWN_STORE = f"{ConversationStore.__module__}.{ConversationStore.__name__}"
FIRST_QUESTION = "can I exercise tomorrow?"

log = logging.getLogger(__name__)


class ServeError(Exception):
    """The server cannot start; the text says what to do."""


def serve(host: str, port: int) -> None:
    """Serves until it is stopped; raises ServeError, ClinicError or DataFileError before it listens."""
    clinic = load_clinic()
    carrier = _carrier_for(host)
    unreviewed = len(load_knowledge().unreviewed())
    check_may_serve(clinic, host, unreviewed, carrier if carrier in REAL_CARRIERS else None)
    for secret in _needed_secrets(host, carrier):
        if not os.environ.get(secret):
            raise ServeError(f"Set {secret} to a long random text before others than you can reach this.")
    clinic_token()
    os.environ["PORT"] = str(port)  # where the fake carrier finds us
    if not MODEL.is_file():
        raise ServeError("There is no trained model. Run `make train`.")
    _check_port_is_free(host, port)
    build_app(host, port, configured_webhook(clinic)).run(host=host, port=port, workers=1, access_log=False, motd=False)


def _carrier_for(host: str) -> str:
    """The carrier of SMS_CARRIER. One that only plays on this machine is not served to others."""
    if host not in LOCAL_HOSTS and not os.environ.get(CARRIER_VARIABLE):
        os.environ[CARRIER_VARIABLE] = "none"
    carrier = configured_carrier()
    if host not in LOCAL_HOSTS and carrier not in {*REAL_CARRIERS, "none"}:
        raise ServeError(
            f"The carrier `{carrier}` works on this machine only. Write {CARRIER_VARIABLE}=twilio or none."
        )
    return carrier


def _needed_secrets(host: str, carrier: str) -> list[str]:
    """The keys that must come from the environment as soon as real patients are served."""
    web = [] if host in LOCAL_HOSTS else [SECRET_VARIABLE]
    return [*web, KEY_VARIABLE] if carrier in REAL_CARRIERS else web


def build_app(host: str, port: int, webhook: Webhook | None = None) -> Any:
    """The Sanic application; the agent is loaded before it listens, and alerts go to the webhook beside it."""
    from rasa.core.channels.channel import register
    from rasa.core.run import close_resources, create_http_input_channels
    from sanic import Sanic

    clinic = load_clinic()
    app = Sanic("needlewise", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LONGEST_BODY
    app.config.REQUEST_TIMEOUT = REQUEST_TIMEOUT_SECONDS
    app.config.RESPONSE_TIMEOUT = RESPONSE_TIMEOUT_SECONDS
    app.config.PROXIES_COUNT = _proxies()
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.register_middleware(ResponseHeaders(clinic.origins), "response")
    register(create_http_input_channels(None, str(CREDENTIALS_FILE)), app, route="/webhooks/")
    if token := clinic_token():
        app.blueprint(sessions_blueprint(token))
    if host in LOCAL_HOSTS:
        add_demo_page(app)
    _add_error_replies(app)
    metrics, health = Metrics(lambda: app.ctx.agent.lock_store), health_of(app)
    metrics.serve(app, host)
    app.blueprint(health.blueprint())
    app.register_listener(partial(_load_agent, metrics), "before_server_start")
    app.register_listener(partial(start_retention, clinic.retention_days), "before_server_start")
    app.register_listener(stop_retention, "before_server_stop")
    app.register_listener(lambda *_: health.drain(), "before_server_stop")  # the last one here is the first to run
    app.register_listener(close_resources, "after_server_stop")
    app.register_listener(_finish_turns, "after_server_stop")

    async def announce(*_: Any) -> None:
        print(ready_message(host, port), flush=True)

    app.register_listener(announce, "after_server_start")
    if webhook:
        app.add_task(send_alerts(shared_alerts(), webhook))
    return app


async def _load_agent(metrics: Metrics, app: Any, loop: AbstractEventLoop) -> None:
    app.ctx.agent = await load_agent(loop)
    gc.collect()
    gc.freeze()  # what stays is never looked through again; that could take a quarter of a second in a turn
    app.ctx.agent.handle_message = metrics.measured(app.ctx.agent.handle_message)


async def _finish_turns(app: Any, loop: AbstractEventLoop) -> None:
    """Turns whose visitors have gone are finished too, and what they said is written, before the process ends."""
    locks, store = app.ctx.agent.lock_store, own_store(app.ctx.agent)
    if isinstance(locks, TurnLocks) and not await locks.idle(LONGEST_TURN_SECONDS):
        log.error("turns were cut off by the end of the process")
    if store:
        await asyncio.to_thread(store.close)


async def load_agent(loop: AbstractEventLoop | None = None) -> Any:
    """Rasa's agent with in-process actions and the configured stores; raises ServeError if the model does not load."""
    from rasa.core.agent import load_agent as rasa_load_agent
    from rasa.core.utils import AvailableEndpoints

    from bot.engine.spared_work import spare_work

    endpoints = AvailableEndpoints.read_endpoints(str(ENDPOINTS_FILE))
    check_results_with_one_validator()
    threadpool_limits(1)  # the arrays of one message are too small to be shared out
    endpoints.action = InProcessActions()
    kind = endpoints.tracker_store.type if endpoints.tracker_store else "SQL"
    if kind in {"SQL", OWN_STORE}:
        endpoints.tracker_store = (
            tracker_store_endpoint(os.environ.get(DATABASE_VARIABLE), kind) or endpoints.tracker_store
        )
    agent = await rasa_load_agent(str(MODEL), endpoints=endpoints, loop=loop)
    if not agent.is_ready():
        raise ServeError("The trained model could not be loaded. Run `make train` and try again.")
    spare_work(agent)
    return agent


def own_store(agent: Any) -> ConversationStore | None:
    """Our tracker store inside of Rasa's, which falls back to memory; None if endpoints.yml names another one."""
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    return store if isinstance(store, ConversationStore) else None


def tracker_store_endpoint(url: str | None, kind: str = OWN_STORE) -> Any | None:
    """Rasa's setting for the database of a URL such as `postgresql://user:password@host/name`; None without one."""
    if not url:
        return None
    from rasa.utils.endpoints import EndpointConfig
    from sqlalchemy.engine import make_url

    parts = make_url(url)
    return EndpointConfig(
        url=parts.host,
        type=kind,
        dialect=parts.drivername,
        port=parts.port,
        username=parts.username,
        password=parts.password,
        db=parts.database,
    )


def ready_message(host: str, port: int) -> str:
    """The last line of the start: where it is, and how to ask a first question."""
    base = f"http://{host}:{port}/webhooks/web"
    return (
        f"Needlewise is ready. Open http://{host}:{port} in a browser, text it with `make phone`, "
        "ask it with `make shell`, or:\n"
        f'curl -s {base}/webhook -d \'{{"message": "{FIRST_QUESTION}", "session": "\''
        f"$(curl -s -X POST {base}/session | cut -d'\"' -f4)'\"}}'"
    )


def _add_error_replies(app: Any) -> None:
    """Every error is a sentence with the emergency line, in the form of docs/reply.md."""
    from sanic.exceptions import NotFound, PayloadTooLarge, SanicException
    from sanic.response import json

    replies = Replies()
    renderer = Renderer(load_clinic(), replies)

    def sentence(reply: str, **values: str) -> str:
        return renderer.render(replies.answer(reply, "error", **values), "web").text

    @app.exception(PayloadTooLarge)
    async def too_large(request: Any, problem: Exception) -> Any:
        return json({"error": sentence("too_large"), "messages": []}, status=413)

    @app.exception(NotFound)
    async def not_found(request: Any, problem: Exception) -> Any:
        return json({"error": sentence("not_found"), "messages": []}, status=404)

    @app.exception(SanicException)
    async def refused(request: Any, problem: SanicException) -> Any:
        return json({"error": sentence("bad_request"), "messages": []}, status=problem.status_code)

    @app.exception(Exception)
    async def failed(request: Any, problem: Exception) -> Any:
        log.error("request failed: %s", type(problem).__name__)
        return json({"error": sentence("failure"), "messages": []}, status=500)


def _proxies() -> int | None:
    """How many proxies of the clinic's own stand before us; their last header entries name the visitor's address."""
    count = os.environ.get(PROXIES_VARIABLE) or "0"
    if not count.isdecimal():
        raise ServeError(f"{PROXIES_VARIABLE}={count} is not a number. Write how many of your proxies stand before us.")
    return int(count) or None


def _check_port_is_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise ServeError(
                f"Port {port} on {host} cannot be used ({problem.strerror}). Choose another: PORT=5006 make run"
            ) from problem
