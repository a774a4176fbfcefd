"""Who a request to the API comes from: a token with its scopes, or nobody. Cookies open nothing here."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from tongxing.core.api import Problem, secret_of

from .actions import use_token
from .models import Token

NOBODY = "nobody"


class Bearer(HttpBearer):
    """Lets in whoever sends no token, as nobody, and a token that has the scope."""

    def __init__(self, scope=Token.READ):
        super().__init__()
        self.scope = scope

    def __call__(self, request):
        request.user = AnonymousUser()
        sent = request.headers.get("Authorization")
        return self.authenticate(request, sent) if sent else NOBODY

    def authenticate(self, request, token):
        """The token that was sent; one that isn't known is a problem, even where nobody would do."""
        secret = secret_of(request)
        known = use_token(secret, now=timezone.now()) if secret else None
        if known is None:
            raise Problem(401, _("This token isn't known here, or it has ended."))
        if self.scope not in known.scopes.split():
            raise Problem(403, _("This token lacks the scope “%(scope)s”.") % {"scope": self.scope})
        request.user = known.person
        return known


def somebody(request):
    """The person whose token was sent; a request without one is a problem."""
    if request.auth == NOBODY:
        raise Problem(401)
    return request.user
