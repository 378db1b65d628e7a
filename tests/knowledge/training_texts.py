"""A few real questions, small enough to train on in a test."""

from __future__ import annotations

OURS: dict[str, tuple[str, ...]] = {
    "aftercare/exercise": (
        "when can i exercise again",
        "can i go to the gym tomorrow",
        "is it ok to lift weights after needling",
        "how soon can i run after my session",
        "when may i train again",
        "can i play football the day after",
    ),
    "preparation/food": (
        "should i eat before my session",
        "can i have breakfast before needling",
        "do i come on an empty stomach",
        "is a snack ok before the appointment",
        "what should i eat beforehand",
        "can i have lunch before i come in",
    ),
    "sessions/frequency": (
        "how often should i come",
        "is it weekly or every other week",
        "how many times a week do i need needling",
        "how far apart are the sessions",
        "can i come twice a week",
        "how much time between two sessions",
    ),
}
FOREIGN = (
    "what is the weather in sydney",
    "who won the football last night",
    "write me a poem about the sea",
    "how do i reset my password",
    "what is the capital of france",
    "book me a flight to bali",
    "which stocks should i buy",
    "translate good morning into german",
    "how do i boil an egg",
    "recommend a film for tonight",
    "my car will not start",
    "how tall is mount everest",
)
UNSEEN = {
    "aftercare/exercise": "when am i allowed back to the gym",
    "preparation/food": "is it fine to eat something before",
    "sessions/frequency": "how many visits per week",
}
UNSEEN_FOREIGN = ("what is the capital of spain", "recommend a good song", "who wrote hamlet")
