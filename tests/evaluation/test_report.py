"""The page and the tables of a made-up run."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evaluation.peers import PeerFigures
from evaluation.report import misses, write_report
from evaluation.tables import all_tables
from evaluation.understanding import gate_threshold, print_table
from tests.evaluation.made_up import gathered

PEERS = [PeerFigures("BM25", split, 0.3, 0.4, 1, 0.2) for split in ("tune", "score")]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "report" / "understanding.html"
    write_report(path, gathered(), PEERS, 0.8)
    return path


def test_the_page_is_whole_and_its_pictures_stand_in_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    HTMLParser().feed(text)
    assert text.count("<svg") == text.count("</svg>") == 4
    assert "http://" not in text.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )
    assert "&lt;i&gt;lift?" in text


def test_messages_that_are_only_scored_stand_nowhere(page: Path) -> None:
    assert "secret" not in page.read_text(encoding="utf-8")
    assert "secret" not in page.with_suffix(".json").read_text(encoding="utf-8")
    assert [miss.id for miss in misses(gathered().answered)] == ["<i>lift?"]


def test_all_figures_stand_beside_the_page(page: Path) -> None:
    tables = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert tables[0]["title"] == "Where it must get"
    goals = {row[0]: row[2:] for row in tables[0]["rows"]}
    assert goals["answerable questions fully answered"] == ["50.0%", "0.0%", "no"]
    assert goals["wrong or invented statements"] == ["1", "0", "no"]
    assert goals["unrelated messages answered with facts"] == ["50.0%", "50.0%", "no"]


def test_tables_print_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    for table in all_tables(gathered(), PEERS, gate_threshold()):
        assert all(len(row) == len(table.header) for row in table.rows), table.title
        print_table(table)
    assert "BM25" in capsys.readouterr().out
