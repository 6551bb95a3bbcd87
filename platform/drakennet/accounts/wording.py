"""What a device is called to the person who used it."""

from flask_babel import gettext as _

# The first that occurs: every browser claims to be most of the others as well.
BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device_name(agent: str) -> str:
    """Give "Firefox op Windows" for what a browser sends as its name, or nothing."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    return str(_("%(browser)s op %(system)s", browser=browser, system=system)) if browser else ""


def _first(names: dict[str, str], agent: str) -> str:
    return next((name for sign, name in names.items() if sign in agent), "")
