"""Start, how we rank, home, health and the legal pages."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)
