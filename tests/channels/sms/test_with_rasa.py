"""The whole way with the trained model: a text in, an answer out, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rendering import segments
from tests.channels.sms.harness import KEY, PACE, PATIENT, Carrier, eventually, free_port
from tests.conftest import ENGINES, Server, url_of


class TextedServer(Server):
    """A server with the fake carrier."""

    def __init__(self, folder: Path, url: str) -> None:
        self.carrier = Carrier(port := free_port())
        address = f"http://127.0.0.1:{self.carrier.server.port}"
        settings = {**PACE, "SMS_CARRIER": "fake", "FAKE_CARRIER_URL": address, "NEEDLEWISE_DATA_KEY": KEY}
        super().__init__(folder / "conversations.db", port=port, DATABASE_URL=url, **settings)

    def stop(self) -> None:
        super().stop()
        self.carrier.stop()


@pytest.fixture(scope="module", params=ENGINES)
def texted(
    request: pytest.FixtureRequest, trained_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TextedServer]:
    folder = tmp_path_factory.mktemp("texted")
    running = TextedServer(folder, url_of(request, folder))
    yield running
    running.stop()


def test_a_question_is_answered_in_one_text_of_two_segments(texted: TextedServer) -> None:
    texted.carrier.text("can I exercise tomorrow?")
    (reply,) = texted.carrier.reply()
    assert "24-48 hours" in reply
    assert segments(reply) <= 2
    assert "/choose" not in reply


def test_an_offered_question_is_picked_by_its_digit(texted: TextedServer) -> None:
    patient = "+61491570110"
    texted.carrier.text("can i swim? what should i wear? can i drink alcohol after?", patient)
    replies = texted.carrier.reply(patient)
    assert "1 Can I drink alcohol" in replies[-1]
    texted.carrier.text("1", patient)
    assert "alcohol" in texted.carrier.reply(patient, len(replies) + 1)[-1]


def test_an_alarm_is_remembered_by_the_conversation(texted: TextedServer) -> None:
    patient = "+61491570156"
    texted.carrier.text("i cant breathe", patient)
    assert "emergency number now" in texted.carrier.reply(patient)[0]
    texted.carrier.text("ok thanks", patient)
    replies = texted.carrier.reply(patient, 2)
    assert len(replies) == 2
    assert "emergency number now" in replies[1]


def test_fifty_patients_at_once_are_all_answered(texted: TextedServer) -> None:
    patients = [f"+6149157{number}" for number in range(2000, 2050)]
    assert set(texted.carrier.text_all([(patient, "does it hurt?") for patient in patients])) == {204}
    assert eventually(lambda: all(texted.carrier.texts_to(patient) for patient in patients), 90)
    assert all(len(texted.carrier.texts_to(patient)) == 1 for patient in patients)


def test_texts_survive_a_restart(texted: TextedServer) -> None:
    patient = "+61491570157"
    texted.carrier.text("what should i wear", patient)
    texted._process.kill()
    texted._process.wait()
    texted.start()
    assert eventually(lambda: len(texted.carrier.texts_to(patient)) == 1, 30)


def test_neither_words_nor_numbers_stand_in_the_log(texted: TextedServer) -> None:
    texted.carrier.text("is a xylophone bad for my elbow", PATIENT)
    texted.carrier.reply(PATIENT, 2)
    assert "xylophone" not in texted.log
    assert "49157" not in texted.log
