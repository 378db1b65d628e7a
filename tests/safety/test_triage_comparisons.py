"""What a complaint is compared with: the size of a bruise, the score before, how bad it has ever been."""

from __future__ import annotations

from bot.language.reader import Reader
from bot.safety.triage import Triage
from tests.safety.alarms import cases, is_emergency

ALARMING = {"urgent", "emergency"}


def level(reader: Reader, triage: Triage, text: str) -> str:
    return triage.assess(reader.read(text), rules_only=True).level


@cases(
    "`as big as` and `bigger than` name something small; `big` and `hard` belong to another word",
    "a bruise as big as a ladybird",
    "bruise as big as a pea",
    "the bruise is about as big as a 5p",
    "bruise no bigger than a penny",
    "the bruise is hardly bigger than a full stop",
    "a bruise on my ego the size of a plate",
    "big improvement, tiny bruise though",
    "hard to see the bruise at all",
    "hit a big bump in the road on the bike",
    "baby bump is getting bigger, 20 weeks",
)
def test_a_bruise_compared_with_something_small_does_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) not in ALARMING


@cases(
    "the same words with something large, with growth or with hardness",
    "bruise as big as a plum",
    "bruise as big as an egg",
    "bruise as big as my palm",
    "bruise is bigger than a saucer",
    "a bruise as big as a hand",
    "bruise is bigger than yesterday",
    "bruise as big as a pea this morning, now an egg",
    "bruise as big as a 5p yesterday now as big as a saucer",
    "big day tomorrow, big bruise today",
    "hard bruise",
    "baby bump is getting hard",
)
def test_a_bruise_compared_with_something_large_alarms(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) in ALARMING


@cases(
    "a score that was lower before, in the short form of a reply; and what has never been as bad",
    "was a 4 when I left, an 8 now",
    "was a 3 when I left, a 9 now",
    "4 when I left, 8 now",
    "pain was 2 when I left, 7 today",
    "it's the worst it's been",
    "day 4 and it's the worst it's been",
    "my hip is the worst it has ever been",
    "properly sore and worse each day",
)
def test_a_rising_score_or_the_worst_so_far_is_worsening(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) == "urgent"


@cases(
    "a score that falls, and other things that were never as bad",
    "was an 8 when I left, a 3 now",
    "was a 4 when I left, a 2 now",
    "parking was the worst it's been",
    "it was 4 degrees this morning, 10 now",
)
def test_a_falling_score_or_bad_traffic_does_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) not in ALARMING


@cases(
    "full marks right after nothing at all has hurt",
    "zero pain, 10/10 from me",
)
def test_full_marks_after_no_pain_are_praise(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) not in ALARMING


@cases(
    "a score of ten that is no praise",
    "hip is so painful. 10/10.",
    "no bruise. pain 10/10",
    "no pain before. 10/10 now",
    "no pain no bruise yesterday. 10/10 now",
    "no pain at rest, 10/10 when I walk",
    "no pain relief, nothing. 10/10",
)
def test_a_score_of_ten_is_severe_pain(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) in ALARMING


@cases(
    "a farewell that somebody has written",
    "my brother sent me a goodbye text",
    "she left a goodbye note",
    "got a goodbye message from my son",
)
def test_a_written_goodbye_is_a_crisis(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases("a farewell at work", "sent a goodbye message to my boss", "a goodbye card for Emma at reception")
def test_a_goodbye_at_work_is_no_crisis(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) not in ALARMING
