"""Fetching a file that the county publishes on its own network: one try, bounded in time and size, nothing kept."""

from __future__ import annotations

from app.domain.errors import Surroundings

SECONDS = 15
LARGEST = 8 * 1024 * 1024


def fetch(address: str) -> bytes:
    """The bytes behind an ``http(s)`` address; ``Surroundings`` with a sentence when they cannot be had."""
    import requests

    try:
        with requests.get(address, timeout=SECONDS, stream=True, allow_redirects=False) as answer:
            if answer.status_code != requests.codes.ok:
                raise Surroundings("fetch.refused", field="file", address=address, status=answer.status_code)
            return _bounded(answer.iter_content(64 * 1024), address)
    except requests.RequestException as error:
        raise Surroundings("fetch.unreachable", field="file", address=address) from error


def _bounded(parts, address: str) -> bytes:  # type: ignore[no-untyped-def]
    """All parts together, refused as soon as they are more than a list of items can be."""
    body = b""
    for part in parts:
        body += part
        if len(body) > LARGEST:
            raise Surroundings("fetch.too_large", field="file", address=address, most=LARGEST // 1024 // 1024)
    return body
