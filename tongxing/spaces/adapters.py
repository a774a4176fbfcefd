"""Where allauth's sign-up becomes ours."""

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.utils import timezone

from tongxing.core.handles import fold, trouble_with

from . import actions
from .models import SpaceName


class AccountAdapter(DefaultAccountAdapter):
    """Handles share one namespace with the shorts of spaces; signing up is one deed."""

    def clean_username(self, username, shallow=False):
        """The handle, when it may be taken."""
        if trouble := trouble_with(username):
            raise forms.ValidationError(trouble)
        if not shallow and SpaceName.objects.filter(key=fold(username)).exists():
            raise forms.ValidationError(self.error_messages["username_taken"])
        return username

    def save_user(self, request, user, form, commit=True):
        """A person, a personal space and rescue codes, in one transaction."""
        super().save_user(request, user, form, commit=False)
        data = form.cleaned_data
        request.rescue_codes = actions.sign_up(user, name=data["name"], age=data["age"], now=timezone.now())
        return user

    def get_login_redirect_url(self, request):
        """Home, when no page waits."""
        return "/"
