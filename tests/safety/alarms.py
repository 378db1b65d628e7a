"""Wordings of the floor, and what the tests of triage share."""

from __future__ import annotations

import pytest

from bot.language.reader import Reader
from bot.safety.triage import Triage

FLOOR = {
    "SIGN-BREATHING": [
        "I'm struggling to breathe since my appointment",
        "feeling really breathless on the stairs",
        "it hurts when I take a breath in",
        "my breathing has gone shallow",
        "can't get enough air in",
        "im puffed walking to the kitchen",
        "her lips have gone blue",
        "he isn't breathing",
    ],
    "SIGN-CHEST": [
        "there's a tightness across my chest",
        "pressure in my chest going down my arm",
        "chest feels like someone is sitting on it",
        "sharp stabbing between my shoulder blades",
        "I coughed up some blood",
    ],
    "SIGN-SWELLING": [
        "my throat is closing up",
        "tongue swelling",
        "my lips feel huge",
        "I can't swallow",
        "my eyes are swollen shut",
    ],
    "SIGN-COLLAPSE": [
        "she passed out in the car park",
        "he's having a seizure",
        "won't wake up",
        "she has fainted twice",
        "my brother is unresponsive",
    ],
    "SIGN-STROKE": [
        "one side of my face has dropped",
        "my speech is slurred",
        "left arm suddenly weak",
        "I've lost my vision in one eye",
        "worst headache of my life",
        "I can't get my words out",
    ],
    "SIGN-POWER": [
        "I can't lift my foot since the session",
        "both my legs feel numb",
        "numb between my legs",
        "can't pee at all",
        "I've lost control of my bladder",
        "my leg is paralysed",
    ],
    "SIGN-SELF-HARM": [
        "I want to kill myself",
        "I don't want to be here any more",
        "thinking about suicide",
        "I feel like ending my life",
        "everyone would be better off without me",
        "I swallowed a whole packet of paracetamol",
    ],
}
ALARMS = [text for texts in FLOOR.values() for text in texts]


def is_emergency(reader: Reader, triage: Triage, text: str) -> bool:
    return triage.assess(reader.read(text)).is_emergency


def cases(why: str, *texts: str) -> pytest.MarkDecorator:
    """The texts as cases of a test; `why` says what makes them hard."""
    return pytest.mark.parametrize("text", texts)
