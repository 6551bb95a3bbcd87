"""A default is safe in production, or it is none."""

import pytest

from drakennet.config import Environment, MissingSetting, Settings


@pytest.mark.asvs("11.2.3")
@pytest.mark.parametrize("secret", [None, "", "kort", "x" * 31])
def test_production_wants_a_long_secret(secret: str | None) -> None:
    environ = {} if secret is None else {"SECRET_KEY": secret}
    with pytest.raises(MissingSetting, match="SECRET_KEY"):
        Settings.from_environ(environ)


@pytest.mark.asvs("13.4.2")
def test_nothing_said_is_production() -> None:
    settings = Settings.from_environ({"SECRET_KEY": "x" * 32})
    assert settings.environment is Environment.PRODUCTION
    assert not settings.demo
    assert settings.smtp_url is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_database_address_names_the_driver(scheme: str) -> None:
    environ = {"SECRET_KEY": "x" * 32, "DATABASE_URL": f"{scheme}://db/drakennet"}
    assert Settings.from_environ(environ).database_url == "postgresql+psycopg://db/drakennet"
