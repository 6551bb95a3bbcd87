"""Profiles: what practitioners and colleagues for intervision say of themselves."""

from flask import Blueprint

from drakennet.practitioners import services  # noqa: F401 - it listens for changes

blueprint = Blueprint("practitioners", __name__)
