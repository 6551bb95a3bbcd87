"""The macros that pages are put together from."""

from flask import Flask, get_template_attribute, render_template_string


def test_empty_state_stands_with_and_without_a_reason(app: Flask) -> None:
    bare = get_template_attribute("components/content.html", "empty_state")
    assert "Nog niets" in bare("Nog niets")
    page = """{% from "components/content.html" import empty_state %}
        {% call empty_state("Nog niets") %}<p>Daarom.</p>{% endcall %}"""
    assert "<p>Daarom.</p>" in render_template_string(page)
