"""A question finder whose rankings a test writes itself."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.asking import QuestionFinder
from bot.knowledge.following import Memory
from bot.knowledge.question_model import Ranked
from bot.knowledge.rankings import Asked
from bot.language.reader import Reader

SURE_FROM = 0.4
EXERCISE, WATER, FOOD, DEPTH = "aftercare/exercise", "aftercare/water", "preparation/food", "treatment/depth"
GREET, OVERVIEW = "greet", "sessions/overview"
OTHERS = ["gaps/risks", "gaps/flying", "clinic/cost", "clinic/hours", "progress/journal", "treatment/muscles"]
UNSURE = [*(Ranked(EXERCISE, 0.3), Ranked(WATER, 0.2), Ranked(FOOD, 0.05)), *(Ranked(other, 0.075) for other in OTHERS)]


class Ranks:
    """Rankings by text, as a trained model would give them; what it has not learnt is unsure."""

    def __init__(self) -> None:
        self.known: dict[str, list[Ranked]] = {}
        self.asked: list[str] = []

    def learn_after(self, texts: Sequence[str], message: str, label: str) -> Ranks:
        """What a message means after each of some texts: the last message, the question that was answered."""
        for text in texts:
            self.learn(f"{text.lower()} {message}", label)
        return self

    def learn(self, text: str, label: str, confidence: float = 0.9) -> Ranks:
        rest = [Ranked(other.label, 0.001) for other in UNSURE if other.label != label]
        self.known[text] = [Ranked(label, confidence), *rest]
        return self

    def share(self, text: str, *pairs: tuple[str, float]) -> Ranks:
        """A text that may mean several things, as a whole message does that asks them all."""
        rest = [Ranked(other.label, 0.001) for other in UNSURE if other.label not in dict(pairs)]
        self.known[text] = [*ranked(*pairs), *rest]
        return self

    def __call__(self, text: str) -> Sequence[Ranked]:
        self.asked.append(text)
        return self.known.get(text, UNSURE)


class Asking:
    """A finder to which a test puts messages."""

    def __init__(self, reader: Reader, finder: QuestionFinder) -> None:
        self._reader, self._finder = reader, finder

    def __call__(self, text: str, memory: Memory | None = None) -> Asked:
        return self._finder.find(self._reader.read(text), memory or Memory())

    def labels(self, text: str, memory: Memory | None = None) -> list[str]:
        return [each.label for each in self(text, memory).labels]


def ranked(*pairs: tuple[str, float]) -> list[Ranked]:
    return [Ranked(label, confidence) for label, confidence in pairs]
