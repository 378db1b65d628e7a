"""Replacing what the components before have decided."""

from __future__ import annotations

from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message


def replace_intent(message: Message, name: str, confidence: float) -> None:
    """Makes `name` the intent of a message and the first of its ranking; the others stay behind it."""
    intent = {"name": name, "confidence": confidence}
    others = [ranked for ranked in message.get(INTENT_RANKING_KEY, []) if ranked["name"] != name]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
