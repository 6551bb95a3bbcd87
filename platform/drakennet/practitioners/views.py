"""Profiles: what practitioners and colleagues for intervision say of themselves."""

from flask import Blueprint

blueprint = Blueprint("practitioners", __name__)
