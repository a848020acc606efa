"""Send an e-mail."""

from smtplib import SMTPException

from django.core.mail import EmailMessage

from .outside import Failed


def send(*, email, title, text):
    """Send one plain e-mail now; call in the background.

    :raises Failed: if the mail server does not take it.
    """
    try:
        EmailMessage(subject=title, body=text, to=[email]).send()
    except (SMTPException, OSError) as error:
        raise Failed(f"{type(error).__name__}: {error}") from error
