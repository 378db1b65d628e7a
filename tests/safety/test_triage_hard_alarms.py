"""Alarms in words that are easily misread, one cause each."""

from __future__ import annotations

from bot.language.reader import Reader
from bot.safety.triage import Triage
from tests.safety.alarms import cases, is_emergency


@cases(
    "a longer match over two clauses swallows the one inside, and is then dropped",
    "my shoulder is sore and I can't breathe properly",
    "my back hurts and I'm breathless",
    "neck is sore and breathing is hard",
    "It hurts\nI can't breathe",
)
def test_soreness_before_breathlessness_does_not_hide_it(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "`normal`, `ok` or `fine` behind a symptom deny it, also in a question and in the next sentence without a mark",
    "I have chest pain is this normal",
    "my chest hurts normal?",
    "I'm short of breath is this normal?",
    "my arm is paralysed is that ok",
)
def test_asking_whether_a_symptom_is_normal_does_not_deny_it(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "a comma inside a list that `or` or `nor` opened no longer ends the reach of `no`",
    "no swelling or redness, just can't catch my breath",
    "no bruise or bleeding, only chest tightness",
    "no fever or swelling and short of breath",
)
def test_a_denied_list_does_not_deny_what_follows_it(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "a negation reaches over words that it does not belong to",
    "I'm not sore I'm breathless",
    "no pain just breathless",
    "no painkiller helps the chest pain",
    "I don't feel well chest hurts",
    "this isn't a joke I can't breathe",
    "haven't got my inhaler short of breath",
)
def test_a_negation_of_something_else_does_not_deny(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "`never` and `have not had` are read as denial where they compare",
    "I have never had chest pain like this",
    "never felt so short of breath",
    "I didn't have chest pain before the session but now I do",
    "never had chest pain until now",
)
def test_never_before_means_now(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "lead-ins such as `can you help`, `worried about the` and `I saw` make twelve words hypothetical",
    "can you help me I can't breathe",
    "please can you help my wife passed out",
    "I'm worried about the tightness in my chest",
    "I saw the physio yesterday and short of breath",
    "could this be serious my chest hurts",
    "if anyone is there I can't breathe",
    "I think I've got signs of a heart attack",
)
def test_a_cry_for_help_is_not_hypothetical(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "`in the past`, `back in`, `previously` and `when I was` are read as long ago wherever they stand",
    "I've had chest pain in the past hour",
    "I'm back in bed with chest pain",
    "previously well with chest pain",
    "I've been short of breath since last year",
    "I had chest pain last year and it is back now in my arm",
)
def test_a_recent_time_is_not_the_past(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "a harmless idiom hides every finding that shares a word with it",
    "I cough up blood",
    "my arm is dead right now",
    "I want to die for real",
    "my dad collapsed on the couch after his session",
)
def test_an_idiom_does_not_hide_an_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "text-speak that is rewritten (`wanna`: want, `dnt`: don't) or unknown (2 for to, carnt) fits no phrase any more",
    "i wanna die",
    "dnt want to live",
    "want 2 die",
    "i carnt breathe",
    "cnat breathe",
)
def test_text_speak_does_not_hide_an_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "the accent is not made an apostrophe, and a text without its spaces is not parted",
    "can´t breathe",
    "I can't breathe.Please help",
    "help,can't breathe",
    "chest/arm pain",
    "can't\nbreathe",
)
def test_marks_and_missing_spaces_do_not_hide_an_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "no phrase of data/language/symptoms.yml has these words",
    "not able to breathe properly",
    "my chest is killing me",
    "sharp stitch every time I take a breath",
    "heart racing and I feel faint",
    "right side of my body has gone weak",
    "fainted and hit my head",
    "unable to move my arm",
    "my son says he wants to die",
    "she wants to kill herself",
    "my friend has taken all her pills",
)
def test_plain_wordings_of_the_floor_are_known(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "`without`, `unless` and `should not` stand in what is told, and deny nothing",
    "I can't finish a sentence without gasping",
    "nothing hurts unless I breathe in",
    "I shouldn't be this breathless",
)
def test_a_condition_of_the_complaint_does_not_deny_it(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "what is nearly gone, or gone wrong, is not gone",
    "my chest pain is nearly gone",
    "his chest hurts and he has gone quiet",
)
def test_what_is_nearly_gone_is_there(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)


@cases(
    "a loss of power or a shock of a defibrillator is an emergency, also when it is over",
    "couldn't move my arm for a minute last night. all fine now",
    "ICD delivered a shock this morning, feel great now",
)
def test_some_signs_are_emergencies_when_they_have_gone_too(reader: Reader, triage: Triage, text: str) -> None:
    assert is_emergency(reader, triage, text)
