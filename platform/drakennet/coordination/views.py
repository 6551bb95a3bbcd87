"""The pages of the regional project leader."""

from flask import Blueprint

blueprint = Blueprint("coordination", __name__)
