"""Fetching from a real server on this machine."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.domain.errors import Surroundings
from exporters import fetch


class Office(BaseHTTPRequestHandler):
    def do_GET(self):
        status = {"/list.toml": 200, "/large": 200, "/moved": 302}.get(self.path, 404)
        self.send_response(status)
        self.end_headers()
        if self.path == "/list.toml":
            self.wfile.write("清单".encode())
        if self.path == "/large":
            self.wfile.write(bytes(fetch.LARGEST + 1))

    def log_message(self, *_words):
        """Keep quiet."""


@pytest.fixture
def office():
    server = HTTPServer(("127.0.0.1", 0), Office)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_published_file_comes_as_it_is(office):
    assert fetch.fetch(f"{office}/list.toml").decode() == "清单"


@pytest.mark.parametrize(("path", "code"), [("/nothing", "fetch.refused"), ("/moved", "fetch.refused"), ("/large", "fetch.too_large")])
def test_anything_else_is_refused_with_a_sentence(office, path, code):
    with pytest.raises(Surroundings) as error:
        fetch.fetch(office + path)
    assert error.value.code == code


def test_a_server_that_is_not_there_is_said():
    with pytest.raises(Surroundings) as error:
        fetch.fetch("http://127.0.0.1:9/list.toml")
    assert error.value.code == "fetch.unreachable"
