"""From one press to a planned session."""

from flask import Blueprint

blueprint = Blueprint("intervision", __name__)
