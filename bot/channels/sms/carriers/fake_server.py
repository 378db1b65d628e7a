"""A carrier on this machine, with Twilio's HTTP face: for tests, rehearsals and measurements."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.channels.sms.carriers.twilio import API_VERSION

StatusOrder = Literal["in_order", "reversed", "duplicated", "delayed", "none"]
STEPS = ("queued", "sent", "delivered")
DELAY_SECONDS = 0.5
HANG_SECONDS = 30.0


@dataclass(frozen=True)
class Trouble:
    """What happens to the next text: an HTTP status, with or without the text being accepted all the same.

    `status` 0 answers nothing: the connection hangs, or (`drops`) is closed.
    """

    status: int
    code: int = 0
    accepts: bool = False
    drops: bool = False
    retry_after: int | None = None


@dataclass(frozen=True)
class AcceptedText:
    """A text that the carrier has taken, and would have brought to a phone."""

    sid: str
    number: str
    text: str
    at: datetime
    callback: str


@dataclass
class FakeCarrierServer:
    """Listens on a port of this machine; what it shall do next is set on its attributes."""

    webhook: str  # the public address of the webhook: …/webhooks/sms/fake
    sid: str
    token: str
    number: str
    statuses: StatusOrder = "in_order"
    last_status: str = "delivered"
    error_code: str = ""
    troubles: deque[Trouble] = field(default_factory=deque)
    blocked: set[str] = field(default_factory=set)
    accepted: list[AcceptedText] = field(default_factory=list)
    asked: int = 0
    port: int = 0

    async def start(self, port: int = 0) -> None:
        """Starts to listen; port 0 takes a free one."""
        app = web.Application()
        app.router.add_post(f"/{API_VERSION}/Accounts/{{sid}}/Messages.json", self._take)
        app.router.add_get(f"/{API_VERSION}/Accounts/{{sid}}/Messages.json", self._list)
        self._client = aiohttp.ClientSession()
        self._reports: set[asyncio.Task[None]] = set()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stops listening; reports that are under way are dropped."""
        for report in self._reports:
            report.cancel()
        await self._client.close()
        await self._runner.cleanup()

    async def text(self, number: str, body: str, sid: str | None = None, **fields: str) -> int:
        """Brings a text from a phone to the webhook; returns the webhook's status."""
        form = {
            "MessageSid": sid or f"SM{secrets.token_hex(16)}",
            "AccountSid": self.sid,
            "From": number,
            "To": self.number,
            "Body": body,
            "NumMedia": "0",
            "FromCity": "",
            **fields,
        }
        status, _ = await self.post(self.webhook, form)
        return status

    async def post(self, address: str, form: dict[str, str], signature: str | None = None) -> tuple[int, str]:
        """Posts a form as the carrier does, with its signature or with another one; status and body of the answer."""
        body = urlencode(form)
        signed = RequestValidator(self.token).compute_signature(address, MultiDict(form))
        headers = {"X-Twilio-Signature": signed if signature is None else signature}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        async with self._client.post(address, data=body, headers=headers) as response:
            return response.status, await response.text()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        self.asked += 1
        if not self._is_ours(request):
            return web.json_response({"code": 20003, "message": "Authenticate"}, status=401)
        if form["To"] in self.blocked:
            return web.json_response({"code": 21610, "message": "Unsubscribed recipient"}, status=400)
        trouble = self.troubles.popleft() if self.troubles else None
        accepted = self._accept(form) if trouble is None or trouble.accepts else None
        if trouble is not None:
            return await _answer_with(trouble, request)
        assert accepted is not None  # noqa: S101 - without trouble every text is accepted
        return web.json_response({"sid": accepted.sid, "status": "queued", "num_segments": "1"}, status=201)

    def _accept(self, form: Any) -> AcceptedText:
        text = AcceptedText(
            f"SM{secrets.token_hex(16)}", form["To"], form["Body"], datetime.now(timezone.utc), form["StatusCallback"]
        )
        self.accepted.append(text)
        report = asyncio.create_task(self._report(text))
        self._reports.add(report)
        report.add_done_callback(self._reports.discard)
        return text

    async def _list(self, request: web.Request) -> web.Response:
        """The texts to a number, newest first."""
        if not self._is_ours(request):
            return web.json_response({"code": 20003}, status=401)
        found = [text for text in reversed(self.accepted) if text.number == request.query.get("To")]
        messages = [{"sid": each.sid, "body": each.text, "date_created": format_datetime(each.at)} for each in found]
        return web.json_response({"messages": messages})

    async def _report(self, text: AcceptedText) -> None:
        """The status callbacks of a text, in the order that is set."""
        if self.statuses == "none":
            return
        steps = [*STEPS[:-1], self.last_status]
        if self.statuses == "reversed":
            steps.reverse()
        if self.statuses == "duplicated":
            steps = [step for step in steps for _ in range(2)]
        for step in steps:
            if self.statuses == "delayed":
                await asyncio.sleep(DELAY_SECONDS)
            code = {"ErrorCode": self.error_code} if step == self.last_status and self.error_code else {}
            form = {
                "MessageSid": text.sid,
                "MessageStatus": step,
                "AccountSid": self.sid,
                "From": self.number,
                "To": text.number,
                **code,
            }
            try:
                await self.post(text.callback, form)
            except aiohttp.ClientError:
                return  # nobody is there to be told

    def _is_ours(self, request: web.Request) -> bool:
        expected = aiohttp.BasicAuth(self.sid, self.token).encode()
        return request.match_info["sid"] == self.sid and request.headers.get("Authorization") == expected


async def _answer_with(trouble: Trouble, request: web.Request) -> web.StreamResponse:
    if trouble.status:
        headers = {"Retry-After": str(trouble.retry_after)} if trouble.retry_after is not None else {}
        return web.json_response({"code": trouble.code or trouble.status}, status=trouble.status, headers=headers)
    if trouble.drops and request.transport:
        request.transport.close()
    else:
        await asyncio.sleep(HANG_SECONDS)
    return web.Response(status=500)
