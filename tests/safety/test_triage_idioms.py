"""Words of danger in harmless use, by class, and beside each class the danger that uses the same words."""

from __future__ import annotations

import pytest

from bot.language.reader import Reader
from bot.safety.triage import Triage

ALARMING = {"urgent", "emergency"}
HARMLESS = {
    "lists of what is not": [
        "no chest pain or breathing problems, just sore",
        "no fever or chest pain",
        "no fever, chest pain or breathing trouble",
        "sore but no chest pain, breathing trouble or fever",
        "any trouble breathing? no. any chest pain? no",
    ],
    "asked of anybody": [
        "What are the signs that a needle spot has become infected?",
        "How can you tell whether a puncture mark is infected?",
        "what does infected skin look like",
        "is it agony",
        "Is it usual to feel spaced out for an hour?",
        "what should a person do if their chest hurts the day after",
        "who do I contact at the weekend if a site looked infected",
        "if the needle broke what would you do",
        "have any of your patients ever had a needle left in",
        "could a person get hives from needles, in theory",
        "how big a bruise is too big",
        "does everyone go a bit wobbly getting off the table",
    ],
    "at the thought of needles, or at another needle": [
        "i get dizzy just thinking of needles, can i still come",
        "fainted at my flu jab before, will that be a problem",
        "passed out at the covid jab. will i here?",
        "blind in one eye since birth, may I sit on the right",
        "After my seizure in 2020 I was put on tablets. I've been fine since.",
    ],
    "a bleeding disorder": ["got a bleeding disorder, am I allowed it", "my blood doesn't clot well, ok?"],
    "nine of other things": [
        "It's about nine metres all up",
        "It's a nine minute drive to you",
        "ten out of ten to the girl at the desk",
        "8/10 on google for you",
    ],
    "weeks and visits": [
        "do I come every weak or every other",
        "missed 1 session, big deal?",
        "will a missed one set me back",
    ],
    "other words of danger": [
        "what if i'm dead sensitive though",
        "I can't see a needle reaching anything through that",
        "is it just closing your eyes and hoping for the best place",
        "the muscle sits on top of my shoulder joint",
        "there's a metal pin in my ankle from a motorbike",
        "do you do hot and cold in turn",
        "is hot chocolate the safe choice",
        "pouring my heart out to a machine",
        "parking is my weak point",
        "what made the pain worse that day",
        "had a good sob afterwards",
        "pus in boots is on at six",
    ],
    "weak for week": [
        "can I come in twice a weak",
        "wots the cost 4 a weak",
        "ned to come nex weak",
        "are you closed on the bank holiday weak",
        "does missing a weak put me back",
    ],
    "not meant of a body": [
        "my words are jumbled on my screen, can you resend it",
        "a gushing review is coming your way",
        "he passed out of the police academy on friday",
        "I have got cold feet about my new job",
        "blacked out the windows for the night shift",
        "couldn't face cooking so it was toast",
        "I muddled my dates, is it the 12th",
        "ten thousand followers want to see it",
    ],
    "done to a thing": [
        "I passed out the leaflets to my club",
        "I blacked out my address on the form",
        "I collapsed my pushchair by the door",
    ],
    "a thing or an animal is the subject": [
        "the printer wheezes and then jams",
        "my laptop passed out on me",
        "our puppy had a seizure, off to the vet",
        "my cat threw up on my kit",
        "my umbrella collapsed in your doorway",
        "the screen won't wake up",
    ],
    "prices and other blows": [
        "that invoice winded me",
        "the total left me winded",
        "I had a fit when I saw the cancellation fee",
        "can't swallow these fees",
        "it hurts my wallet more each visit",
    ],
    "laughter and too much of something": [
        "laughed so hard at your reply I nearly passed out",
        "wheezing at that cat picture",
        "can't breathe for paperwork this week",
    ],
    "not reached, not found": [
        "he's not answering his mobile",
        "she does not answer her emails",
        "lost sight of what the goals were",
        "can't speak for my wife but 4 works",
        "I couldn't speak highly enough of you",
        "can't find the words to thank Priya",
        "no future bookings showing",
        "no way out of your car park",
    ],
    "praise": ["lovely girl, warm hands, ten out of ten", "your service 10/10", "0/10 pain, 10/10 you"],
    "a dislike or a restless night": [
        "can't stand the smell of that oil",
        "can't stand waiting",
        "up all night with the baby",
        "the neighbours keep me awake",
    ],
    "what will be done": ["are you going to do my foot", "are you going to make me touch my toes"],
    "asked in general": [
        "what is foot drop",
        "what does saddle numbness even mean",
        "what would happen if the tip snapped",
        "is vomiting a side effect",
        "can you hit a nerve and leave me paralysed",
        "will my legs be weak after",
    ],
    "a question answered no": ["splitting headache? no. splitting the bill? yes", "double vision? No."],
    "set right at once": ["she's out cold, the dog I mean", "every day it gets worse, the traffic i mean"],
    "nobody and nothing": ["nobody fainted lol", "only sore, nothing weak"],
    "long ago": ["years ago I couldn't pee after surgery, long sorted"],
}
REAL = {
    "meant of a body": [
        "my words are jumbled on and off since lunch",
        "he passed out of nowhere",
        "blood keeps gushing out of the spot",
        "she blacked out in the nursery",
        "most days a weak hand drops my cup",
    ],
    "weak": [
        "my leg went weak twice this week",
        "twice this week a weak arm",
        "a weak arm since the session",
        "I come to you with this weak leg",
    ],
    "passed out, collapsed": [
        "he passed out the minute he stood up",
        "I blacked out the moment the needle went in",
        "my mum collapsed the other day",
        "my dad collapsed the moment he got home",
        "I collapsed on the sofa with chest pain",
        "found him by the fence collapsed",
    ],
    "a person beside a thing or an animal": [
        "my wife in the car is gasping for air",
        "dad on the phone is gasping",
        "walking the dog I collapsed",
        "she fell off the ladder and collapsed",
        "my voice is horse, wheezing too",
        "the roof collapsed and he is unconscious",
        "my watch says my heart is racing and I feel faint",
    ],
    "blows to the body": [
        "the stairs left me winded",
        "he had a fit about ten minutes ago",
        "she had a fit over breakfast",
        "can't swallow this water",
        "hurts me more than it did yesterday",
    ],
    "while somewhere": ["when I was in town I collapsed", "when I was in bed I couldn't breathe"],
    "breath": [
        "got winded up the stairs",
        "wheezing at night since the session",
        "can't breathe for coughing",
        "no air in my lungs",
    ],
    "no answer, no words, no sight": [
        "she is not answering me",
        "can't speak for more than a second",
        "can't find the words to say what I mean",
        "lost sight of one eye",
        "no way out of this pain",
        "no future",
    ],
    "scores": [
        "ten out of ten pain",
        "pain in my hands 10/10",
        "service was fine, but pain 10/10",
        "pain 10/10 again",
        "10/10 for pain",
    ],
    "nights and standing": ["up all night with the pain", "my hip keeps waking me up", "can't stand on it"],
    "pain that goes somewhere": ["pain going down my leg and numb", "tingling going to my fingers"],
    "asked because it is there": [
        "what does this chest pain mean",
        "could this chest pain be my lung",
        "I have chest pain is it a side effect",
        "why does the pain get worse every day",
        "what is going on, I can't breathe",
    ],
    "no list of denials": [
        "no fever, breathing is hard",
        "no rash, chest hurts",
        "no fever or rash but chest hurts",
        "no fever, chest pain started at lunch or so",
        "no fever, face is drooping or something",
        "no numbness, throat is closing up",
    ],
    "asked about what is there": [
        "the needle broke off in my leg",
        "the spot looks infected, how can you tell",
        "spots red and warm on day 4, are these the signs",
        "there's pus, is it infected",
        "still dizzy since the needles",
        "does everyone faint again and again like me",
    ],
    "bleeding of somebody who bleeds easily": [
        "I've a bleeding disorder and it won't stop bleeding",
        "I bruise easily and there's a huge bruise",
        "haemophiliac and the spot is bleeding",
        "had it an hour and the blood doesn't clot",
    ],
    "weak, missed, nine": [
        "my leg has gone weak every day since",
        "she missed a needle, it is still in me",
        "the pain is about a nine",
        "it's a 9 right now",
        "it's a solid nine today",
    ],
    "at the thought, and not": ["fainted at the shops after my session", "passed out at home just now"],
    "a question not answered no": ["chest pain? yes", "chest pain? no relief from it"],
    "set right, but ill": ["my chest is tight, the left side I mean"],
    "nobody can": ["nobody can wake her"],
    "not long ago": ["an hour ago I couldn't pee", "two years ago I could walk, now my leg is paralysed"],
    "danger to self": [
        "cut myself on purpose",
        "I keep hurting myself on purpose",
        "hurting myself again at night",
        "I hurt myself on my legs",
        "I want to end it after tonight",
        "can't carry on with this pain",
        "what's the point of me being here",
    ],
}


def level(reader: Reader, triage: Triage, text: str) -> str:
    return triage.assess(reader.read(text), rules_only=True).level


@pytest.mark.parametrize("text", [text for texts in HARMLESS.values() for text in texts])
def test_the_words_of_danger_in_harmless_use_do_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) not in ALARMING


@pytest.mark.parametrize("text", [text for texts in REAL.values() for text in texts])
def test_the_danger_that_uses_the_same_words_still_alarms(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) in ALARMING
