"""The floor: the least that any assistant of this kind has to do for a message, on the server that ours runs on.

One request through Sanic, one pass of the sentence encoder for each clause, one durable commit. Run by
`benchmarks.serving` in a process of its own: `python -m benchmarks.floor PORT DATABASE`.
"""

from __future__ import annotations

import sys

import yaml
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json
from sqlalchemy import text

from bot.data_files import PROJECT_ROOT
from bot.databases import open_engine
from bot.language.encoder import SentenceEncoder

BYTES_OF_A_TURN = 8_000  # about what a turn leaves in the table of events


def main() -> None:
    """Serves until it is ended."""
    port, database = int(sys.argv[1]), sys.argv[2]
    pipeline = yaml.safe_load((PROJECT_ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    encoder = SentenceEncoder(next(str(each["encoder"]) for each in pipeline if "encoder" in each))
    engine = open_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        connection.execute(text("create table events (id integer primary key, data text)"))
    app = Sanic("floor", configure_logging=False)

    @app.post("/")
    async def answer(request: Request) -> HTTPResponse:
        for clause in request.json["clauses"]:
            encoder.encode(clause)
        with engine.begin() as connection:
            connection.execute(text("insert into events (data) values (:data)"), {"data": "x" * BYTES_OF_A_TURN})
        return json([{"text": "floor"}])

    app.run(host="127.0.0.1", port=port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
