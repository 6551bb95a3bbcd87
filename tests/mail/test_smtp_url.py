"""What SMTP_URL may say."""

import pytest

from drakennet.mail.smtp import MailServer, SmtpAddress, UnusableSmtpUrl

SECRET = "p%40ss"


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("smtp://mail.example.nl", 25),
        ("smtp://mail.example.nl:2525", 2525),
        ("smtp+starttls://mail.example.nl", 587),
        ("smtps://mail.example.nl", 465),
    ],
)
def test_the_port_follows_from_the_scheme(url: str, port: int) -> None:
    assert SmtpAddress.read(url).port == port


def test_user_and_password_are_decoded_and_not_shown() -> None:
    address = SmtpAddress.read(f"smtps://net%40werk:{SECRET}@mail.example.nl")
    assert (address.user, address.password) == ("net@werk", "p@ss")
    assert "p@ss" not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.nl:25",
        "http://mail.example.nl",
        "smtp://",
        "smtp://mail.example.nl:99999",
        "smtp://[half",
        f"smtp://user:{SECRET}@mail.example.nl:port",
    ],
)
def test_an_unusable_url_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(UnusableSmtpUrl, match="SMTP_URL") as fault:
        MailServer(url)
    assert "p@ss" not in str(fault.value) and SECRET not in str(fault.value)


@pytest.mark.parametrize(
    ("url", "insists"),
    [
        ("smtp://mail.example.nl", False),
        ("smtp+starttls://mail.example.nl", True),
        (f"smtp://user:{SECRET}@mail.example.nl:587", True),
        (f"smtp://user:{SECRET}@127.0.0.1:2525", False),
        (f"smtps://user:{SECRET}@mail.example.nl", False),  # it is encrypted already
    ],
)
@pytest.mark.asvs("12.3.1")
def test_a_password_never_crosses_the_network_in_clear(url: str, insists: bool) -> None:
    assert SmtpAddress.read(url).starttls is insists
