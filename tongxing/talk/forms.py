"""What people write to each other."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.forms import OnceForm, ProseField


class LetterForm(OnceForm):
    """A letter."""

    text = ProseField(
        label=_("Your letter"),
        max_length=4000,
        help_text=_("Who you are, when you come, what you'd like to know. Only the two sides read it."),
    )
