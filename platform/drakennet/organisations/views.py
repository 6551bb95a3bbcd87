"""Organisations and who works there."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__)
