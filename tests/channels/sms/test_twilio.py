"""Twilio's webhooks: what is verified, and what is read of them."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.channels.sms.carriers.carrier import ForgedError, UnreadableError, WebhookRequest
from bot.channels.sms.carriers.twilio import TwilioAccount, TwilioCarrier

NUMBERS = ("+61491570156", "+61491570157")
ACCOUNT = TwilioAccount("AC1", ("new token", "old token"), NUMBERS, "https://clinic.example")
PATH = "/webhooks/sms/twilio"
FORM = {"MessageSid": "SM1", "AccountSid": "AC1", "From": "+61491570006", "To": NUMBERS[1], "Body": "hello"}


@pytest.fixture
def twilio() -> TwilioCarrier:
    return TwilioCarrier(ACCOUNT)


def request(
    form: dict[str, str], token: str = "new token", address: str = "https://clinic.example" + PATH
) -> WebhookRequest:
    signature = RequestValidator(token).compute_signature(address, MultiDict(form))
    query = address.partition("?")[2]
    return WebhookRequest(PATH, query, {"x-twilio-signature": signature}, urlencode(form).encode())


@pytest.mark.parametrize("token", ACCOUNT.tokens)
def test_both_tokens_count_while_one_replaces_the_other(twilio: TwilioCarrier, token: str) -> None:
    twilio.verify(request(FORM, token))


@pytest.mark.parametrize(
    "address",
    [
        "https://clinic.example/webhooks/sms/twilio",
        "https://clinic.example/webhooks/sms/twilio?a=1&b=%20x",
        "https://clinic.example:443/webhooks/sms/twilio",
    ],
)
def test_query_and_port_belong_to_what_is_signed(twilio: TwilioCarrier, address: str) -> None:
    twilio.verify(request(FORM, address=address))


@pytest.mark.parametrize(
    "forged",
    [
        request(FORM, "wrong token"),
        request(FORM, address="http://clinic.example" + PATH),
        request({**FORM, "AccountSid": "AC2"}),
        request({**FORM, "To": "+61491570158"}),
        WebhookRequest(PATH, "", {}, urlencode(FORM).encode()),
        WebhookRequest(PATH, "x=1", request(FORM).headers, urlencode(FORM).encode()),
        WebhookRequest(PATH, "", request(FORM).headers, b"\xff\xff"),
    ],
)
def test_anything_else_is_forged(twilio: TwilioCarrier, forged: WebhookRequest) -> None:
    with pytest.raises(ForgedError):
        twilio.verify(forged)


def test_blank_fields_belong_to_what_is_signed_and_a_picture_is_counted(twilio: TwilioCarrier) -> None:
    posted = request({**FORM, "Body": "", "NumMedia": "2", "FromCity": "", "FromState": ""})
    twilio.verify(posted)
    inbound = twilio.parse_inbound(posted)
    assert (inbound.text, inbound.pictures, inbound.number) == ("", 2, "+61491570006")


@pytest.mark.parametrize(
    ("fields", "request_"),
    [
        ({"Body": "STOP"}, "stop"),
        ({"Body": " stop "}, "stop"),
        ({"Body": "START"}, "start"),
        ({"Body": "STOP PLEASE"}, None),
        ({"Body": "HELP"}, None),
        ({"Body": "YES"}, None),
        ({"Body": "halt", "OptOutType": "STOP"}, "stop"),
        ({"Body": "aide", "OptOutType": "HELP"}, "help"),
    ],
)
def test_what_twilio_has_confirmed_itself_is_known(
    twilio: TwilioCarrier, fields: dict[str, str], request_: str | None
) -> None:
    assert twilio.parse_inbound(request({**FORM, **fields})).carrier_request == request_


@pytest.mark.parametrize("change", [{"From": "BANK"}, {"From": ""}, {"MessageSid": ""}])
def test_a_text_that_nobody_could_be_answered_is_unreadable(twilio: TwilioCarrier, change: dict[str, str]) -> None:
    with pytest.raises(UnreadableError):
        twilio.parse_inbound(request({**FORM, **change}))


def test_an_answer_in_the_webhook_is_escaped(twilio: TwilioCarrier) -> None:
    assert "<Message>a &lt; b &amp; c</Message>" in twilio.answer("a < b & c").body
    assert twilio.answer(None).status == 204
