"""The outbox, the worker that empties it, and the mailbox of the demonstration."""

from flask import Blueprint

blueprint = Blueprint("mail", __name__)
