"""What people write down about places."""

from .people import AddContactForm, ContactForm, MarkForm, MergeForm, NameForm, PurposeForm, WordsForm
from .records import STEPS, BasicsForm, CreatePlaceForm, FactsForm, PlaceForm, likes_of, values_of

__all__ = [
    "STEPS",
    "AddContactForm",
    "BasicsForm",
    "ContactForm",
    "CreatePlaceForm",
    "FactsForm",
    "MarkForm",
    "MergeForm",
    "NameForm",
    "PlaceForm",
    "PurposeForm",
    "WordsForm",
    "likes_of",
    "values_of",
]
