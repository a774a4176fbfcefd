"""People over the API: who the token acts for."""

from typing import Literal

from django.conf import settings
from ninja import Field, Router, Schema

from tongxing.core.api import Sent, checked, over

from . import actions
from .bearer import Bearer, somebody
from .forms import ProfileForm
from .models import Token

router = Router(tags=["people"])
PROFILE = ("name", "language", "zone", "mail_wanted")


class PersonOut(Schema):
    """Somebody, as everybody may read them."""

    uid: str
    name: str = Field(description="Not shown before they are 18, and then when they choose so.")
    handle: str | None = Field(description="The last part of /s/handle/; null where the name is not shown.")
    url: str | None = Field(description="Their page; null where the name is not shown.")

    @staticmethod
    def resolve_name(person):
        return person.public_name

    @staticmethod
    def resolve_handle(person):
        return person.handle if person.is_named else None

    @staticmethod
    def resolve_url(person):
        return settings.ADDRESS + person.get_absolute_url() if person.is_named else None


class MeOut(Schema):
    """The person whose token this is."""

    uid: str
    handle: str
    name: str
    language: Literal["", "zh-hans", "en"]
    zone: str = Field(description="An IANA time zone; empty: the installation's.")
    mail_wanted: bool
    scopes: list[str] = Field(description="What this token may do.")


@router.get("/me", response=MeOut, auth=Bearer())
def read_me(request):
    """The person this token acts for, and what it may do."""
    somebody(request)
    return me_out(request)


def me_out(request):
    """What the API says of the person who asks."""
    known = {name: getattr(request.user, name) for name in ("uid", "handle", *PROFILE)}
    return known | {"scopes": request.auth.scopes.split()}


class MeIn(Sent):
    """What shall be different; what is left out stays."""

    name: str | None = Field(None, max_length=30)
    language: Literal["", "zh-hans", "en"] | None = None
    zone: str | None = Field(None, max_length=40)
    mail_wanted: bool | None = None


@router.patch("/me", response=MeOut, auth=Bearer(Token.PEOPLE))
def change_profile(request, sent: MeIn):
    """Change how the person is called, and in which language, zone and way they are told things."""
    me = somebody(request)
    given = over(ProfileForm, {name: getattr(me, name) for name in PROFILE}, sent.model_dump(exclude_none=True))
    request.user = actions.change_profile(me, by=me, **checked(ProfileForm, given))
    return me_out(request)
