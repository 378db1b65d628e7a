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
