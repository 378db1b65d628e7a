"""The commands that make what the repository keeps ready: the encoder and both frozen models."""

from __future__ import annotations

import typer

from bot.cli.errors import says_what_to_do

encoder = typer.Typer(help="The sentence encoder.", no_args_is_help=True)


@says_what_to_do
def make_second_look() -> None:
    """Makes the safety triage's second look anew from data/safety/examples; it is kept in the repository."""
    from bot.engine.encoder_making import configured_encoder
    from bot.language.encoder import shared_encoder
    from bot.language.frozen_model import FrozenModel
    from bot.language.reader import Reader
    from bot.safety import second_look, second_look_making

    sentence_encoder = shared_encoder(configured_encoder())
    examples = second_look_making.all_examples(Reader())
    typer.echo(f"Learning from {len(examples)} messages (some minutes) ...")
    frozen = FrozenModel(second_look_making.fit(examples, sentence_encoder), sentence_encoder)
    frozen.save(second_look_making.current_fingerprint(), second_look.FILE)
    typer.echo(f"Made {second_look.FILE.name}. Measure it: make evaluate-safety")


@says_what_to_do
def make_opt_out() -> None:
    """Makes the likeness of opt-outs anew from data/sms/examples; it is kept in the repository."""
    from bot.engine.encoder_making import configured_encoder
    from bot.language.encoder import shared_encoder
    from bot.language.frozen_model import FrozenModel
    from bot.language.reader import Reader
    from bot.texting import opt_out_likeness, opt_out_making

    sentence_encoder = shared_encoder(configured_encoder())
    examples = opt_out_making.all_examples(Reader())
    typer.echo(f"Learning from {len(examples)} texts (some minutes) ...")
    model = opt_out_making.fit(examples, opt_out_making.vectors_of(examples, sentence_encoder))
    FrozenModel(model, sentence_encoder).save(opt_out_making.current_fingerprint(), opt_out_likeness.FILE)
    typer.echo(f"Made {opt_out_likeness.FILE.name}. Measure it: make evaluate-opt-out")


@says_what_to_do
def make_asked() -> None:
    """Makes the rule that decides which questions a message asks anew from data/asked; needs a trained model."""
    from functools import cache

    from bot.engine.encoder_making import configured_encoder
    from bot.engine.trained_models import read_trained_models
    from bot.knowledge import asking_making
    from bot.knowledge.base import shared_knowledge
    from bot.knowledge.following import FollowUps
    from bot.knowledge.question_model import Ranked
    from bot.language.encoder import shared_encoder
    from bot.language.reader import Reader

    question_model, _ = read_trained_models()
    sentence_encoder = shared_encoder(configured_encoder())

    @cache  # parts are ranked several times
    def rank(text: str) -> list[Ranked]:
        return question_model.rank(sentence_encoder.encode(text), text)

    examples = asking_making.read_examples()
    typer.echo(f"Learning from {len(examples)} messages (a minute or two) ...")
    found = asking_making.candidates_of(examples, Reader(), rank, FollowUps(shared_knowledge().entries))
    for asked, score in asking_making.cross_validate(examples, found).items():
        told = f"{score.full} of {score.count} got all that they ask, {score.unasked} something that they do not ask"
        typer.echo(f"Messages that ask {asked}: {told} (in cross-validation).")
    asking_making.save(asking_making.fit(examples, found))
    typer.echo("Made data/asked/weights.yml. Measure it: make evaluate")


@encoder.command("make")
@says_what_to_do
def make_encoder(name: str = typer.Argument("", help="Which; if none, the one that config.yml names.")) -> None:
    """Makes an encoder, unless it is there."""
    from bot.engine import encoder_making

    name = name or encoder_making.configured_encoder()
    if encoder_making.is_made(name):
        typer.echo(f"The encoder {name} is there.")
        return
    typer.echo(f"Making the encoder {name}, once: torch (about 3 GB) is fetched for a minute and removed again ...")
    encoder_making.make_encoder(name)
    typer.echo(f"The encoder {name} is made.")


@encoder.command("tune")
@says_what_to_do
def tune_encoder() -> None:
    """Tunes the encoder on the examples of questions, dangers and opt-outs, and keeps what that changes."""
    from bot.engine import encoder_tuning

    typer.echo("Tuning the encoder: this fetches torch (about 3 GB) and takes half an hour on two cores ...")
    encoder_tuning.tune_encoder()
    typer.echo("Made data/encoder/tuning.npz. Now: make encoder second-look opt-out train")
