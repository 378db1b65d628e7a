"""Who may speak: a visitor with a valid session who does not send too much."""

from __future__ import annotations

from sanic.request import Request

from bot.channels.web.inbound import RefusalError
from bot.channels.web.rate_limits import RateLimits
from bot.channels.web.session_token import SessionError, SessionTokens


class Admission:
    """Checks sessions and rates; every method raises RefusalError where a request is not to be served."""

    def __init__(self, tokens: SessionTokens, limits: RateLimits) -> None:
        self._tokens = tokens
        self._limits = limits

    @property
    def lifetime_seconds(self) -> int:
        """How long a new session is valid."""
        return self._tokens.lifetime_seconds

    def new_session(self) -> tuple[str, str]:
        """A token for a new conversation, and the conversation's id."""
        token = self._tokens.issue()
        return token, self._tokens.conversation(token)

    def count_address(self, request: Request) -> None:
        """Counts a request of whatever kind for the address that it comes from."""
        wait = self._limits.seconds_until_address(request.remote_addr or request.ip)
        if wait:
            raise RefusalError(429, "too_many", retry_after=wait)

    def conversation_of(self, session: str, may_be_expired: bool = False) -> str:
        """The conversation that a session may speak in."""
        try:
            return self._tokens.conversation(session, may_be_expired)
        except SessionError as problem:
            raise RefusalError(401, "bad_session") from problem

    def count_message(self, conversation: str) -> None:
        """Counts a message of a conversation."""
        wait = self._limits.seconds_until_conversation(conversation)
        if wait:
            raise RefusalError(429, "too_many", retry_after=wait, conversation=conversation)
