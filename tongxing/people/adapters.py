"""What is said about codes, passkeys and keys, in our own words."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _


class SecondProofAdapter(DefaultMFAAdapter):
    """Codes from an app, passkeys and security keys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code isn't right, or it is too old. Take the one shown now."),
        "cannot_delete_authenticator": _("This proof can't be taken away now."),
        "cannot_generate_recovery_codes": _("Spare codes go with a code from an app or a key. Add one first."),
    }

    def get_totp_label(self, user):
        """What the app shows beside the code."""
        return user.handle
