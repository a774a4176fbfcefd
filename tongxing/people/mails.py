"""The mails of signing in: their words, in the language of whoever reads them.

These are all that allauth sends as it is set up here; `people/tests/test_mails.py` holds that.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tongxing.core.letters import letter

CONFIRM = (
    _("%(site)s: is this your e-mail address?"),
    _(
        "Somebody, most likely you, gave this address for the account %(handle)s at %(site)s. "
        "If it is yours, follow this link and say so there:"
    ),
    _("If it wasn't you, do nothing: then nothing more comes to this address."),
)
WORDS = {
    "account/email/email_confirmation": CONFIRM,
    "account/email/email_confirmation_signup": CONFIRM,
    "account/email/password_reset_key": (
        _("%(site)s: choose a new passphrase"),
        _("A new passphrase was asked for, for the account %(handle)s at %(site)s. Choose it here:"),
        _("If it wasn't you, do nothing: the old passphrase still holds."),
    ),
    "account/email/unknown_account": (
        _("%(site)s: no account has this address"),
        _(
            "A new passphrase was asked for with this address, but nobody at %(site)s has proven that it is theirs. "
            "Perhaps you gave another address, or none. A rescue code helps too:"
        ),
        _("If it wasn't you, do nothing."),
    ),
}


def account_mail(kind, address, context):
    """The mail that allauth calls `kind`, in the language of the person whose account it is, else of the page."""
    subject, words, otherwise = WORDS[kind]
    user = context.get("user")
    known = {"site": settings.SITE_NAME, "handle": getattr(user, "handle", "")}
    link = (
        context.get("activate_url") or context.get("password_reset_url") or settings.ADDRESS + reverse("people:rescue")
    )
    with translation.override(getattr(user, "language", "") or translation.get_language()):
        body = f"{words % known}\n\n{link}\n\n{otherwise}\n\n-- \n{settings.SITE_NAME} {settings.ADDRESS}/\n"
        return letter(subject % known, body, address)
