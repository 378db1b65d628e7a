"""The widget's file: small, itself, and pinned."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re

import pytest
import requests

from bot.channels.web.widget_file import WIDGET_PATH, WidgetFile
from tests.conftest import Server

MOST_BYTES = 8 * 1024


@pytest.fixture(scope="module")
def widget() -> WidgetFile:
    return WidgetFile()


def test_the_widget_weighs_at_most_eight_kilobytes(widget: WidgetFile) -> None:
    assert len(widget.compressed) <= MOST_BYTES


def test_what_is_served_is_the_source_without_comments_and_indentation(widget: WidgetFile) -> None:
    lines = [line.strip(" ") for line in WIDGET_PATH.read_text(encoding="utf-8").splitlines()]
    kept = [line for line in lines if not line.startswith(("//", "/** "))]
    assert [line for line in widget.source.decode().splitlines() if line] == [line for line in kept if line]


@pytest.mark.parametrize("sign", ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "new Function"])
def test_nothing_in_the_widget_turns_text_into_markup_or_code(sign: str) -> None:
    assert sign not in WIDGET_PATH.read_text(encoding="utf-8")


def test_the_widget_names_no_address_but_that_of_svg() -> None:
    source = WIDGET_PATH.read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[\w.]+", source)) <= {"http://www.w3.org"}


def test_the_name_and_the_tag_are_those_of_this_very_file(widget: WidgetFile) -> None:
    digest = hashlib.sha384(widget.source).digest()
    assert digest.hex()[:12] in widget.hashed_name
    tag = widget.embed_code("https://chat.clinic.example/")
    assert f'integrity="sha384-{base64.b64encode(digest).decode()}"' in tag
    assert f'src="https://chat.clinic.example/webhooks/web/{widget.hashed_name}"' in tag
    assert 'crossorigin="anonymous"' in tag


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_both_names_are_served_with_and_without_compression(server: Server, widget: WidgetFile, encoding: str) -> None:
    for name, caching in ((WidgetFile.NAME, "max-age=300"), (widget.hashed_name, "immutable")):
        response = requests.get(f"{server.url}/{name}", headers={"Accept-Encoding": encoding}, timeout=10, stream=True)
        body = response.raw.read()
        assert (gzip.decompress(body) if encoding == "gzip" else body) == widget.source
        assert caching in response.headers["Cache-Control"]
        assert response.headers["Content-Type"].startswith("text/javascript")


def test_a_browser_that_has_the_file_gets_it_no_second_time(server: Server) -> None:
    address = f"{server.url}/{WidgetFile.NAME}"
    tag = requests.get(address, timeout=10).headers["ETag"]
    assert requests.get(address, headers={"If-None-Match": tag}, timeout=10).status_code == 304


def test_the_file_of_another_version_is_not_there(server: Server) -> None:
    assert requests.get(f"{server.url}/widget.0123456789ab.js", timeout=10).status_code == 404
