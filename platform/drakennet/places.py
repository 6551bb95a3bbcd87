"""Where templates and local state are, in a checkout and in an installed wheel alike."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = PACKAGE.parent.parent
_IN_CHECKOUT = (_CHECKOUT / "pyproject.toml").exists() and PACKAGE.parent.name == "platform"

TEMPLATES = _CHECKOUT / "templates" if _IN_CHECKOUT else PACKAGE / "templates"
# A wheel lies in site-packages, where a service may not write: it works where it is started.
INSTANCE = Path(
    os.environ.get("DRAKENNET_INSTANCE")
    or (_CHECKOUT / "instance" if _IN_CHECKOUT else Path.cwd() / "instance")
)
MIGRATIONS = PACKAGE / "migrations"
TRANSLATIONS = PACKAGE / "translations"
