"""Sign up, confirm, log in and out, reset, second factor."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
