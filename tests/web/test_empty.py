"""Before anything is loaded, and where there is nothing, the pages say what to do."""

from __future__ import annotations

import pytest
from django.test import Client

from irhub.web.listing.writers import safe_cell


@pytest.mark.django_db
def test_with_nothing_loaded_pages_say_what_to_do():
    client = Client()
    front = client.get("/", headers={"host": "localhost"}).content.decode()
    assert "nothing to show yet" in front
    assert "are not loaded" in front
    assert "irhub refresh" not in front
    for address in ("/data/", "/councils/leeds/"):
        response = client.get(address, headers={"host": "localhost"})
        assert response.status_code == 200
        assert b"irhub load" in response.content
    assert client.get("/councils/nowhere/", headers={"host": "localhost"}).status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@here", "\tx"])
def test_no_cell_of_a_download_is_taken_for_a_formula(cell):
    assert safe_cell(cell) == "'" + cell
    assert safe_cell("Quillmoor Care Ltd") == "Quillmoor Care Ltd"
