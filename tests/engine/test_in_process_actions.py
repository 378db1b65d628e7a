"""Actions in the server's own process answer as an action server would."""

from __future__ import annotations

import asyncio
import json

import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection, Tracker

from bot.engine.in_process_actions import InProcessActions


def call(actions: InProcessActions, name: str) -> object:
    tracker = {"sender_id": "test", "slots": {}, "latest_message": {}, "events": [], "paused": False}
    return asyncio.run(actions.request(json={"next_action": name, "tracker": tracker, "domain": {}}))


def test_an_action_runs_and_its_reply_comes_back() -> None:
    result = call(InProcessActions(), "action_decline_question")
    assert "dry needling" in result["responses"][0]["text"]
    assert [(event["event"], event["name"]) for event in result["events"]] == [("followup", "action_listen")]


def test_an_unknown_action_is_an_error_404() -> None:
    with pytest.raises(ClientResponseError) as failure:
        call(InProcessActions(), "action_that_is_not_there")
    assert failure.value.status == 404


def test_a_rejection_is_an_error_400_that_names_the_action() -> None:
    actions = InProcessActions()

    def reject(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        raise ActionExecutionRejection("action_x", "not now")

    actions._executor.register_function("action_x", reject)
    with pytest.raises(ClientResponseError) as failure:
        call(actions, "action_x")
    assert failure.value.status == 400
    assert json.loads(failure.value.text) == {"error": "not now", "action_name": "action_x"}
