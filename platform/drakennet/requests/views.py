"""An organisation asks, the matcher answers, practitioners are asked."""

from flask import Blueprint

blueprint = Blueprint("requests", __name__)
