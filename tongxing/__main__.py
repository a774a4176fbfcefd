"""`tongxing COMMAND`: what is set wrongly is said in one sentence; dashes stand where people type dashes."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured


def main():
    """Read the settings, then run one command. `import-places` and `import_places` are the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxing.settings")
    read_settings()
    from django.core.management import execute_from_command_line

    argv = list(sys.argv)
    if len(argv) > 1 and not argv[1].startswith("-"):
        argv[1] = argv[1].replace("-", "_")
    if argv[1:2] not in (["serve"], ["doctor"]):  # these tell it themselves
        tell_unknown_names()
    try:
        execute_from_command_line(argv)
    except KeyboardInterrupt:
        sys.exit(130)


def read_settings():
    """Reading one reads them all; what can't be used ends the command with a sentence."""
    from django.conf import settings

    try:
        settings.INSTALLED_APPS  # noqa: B018
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OSError as error:
        another = "Name another data folder: TONGXING_DATA=/some/folder"
        sys.exit(f"{error.filename} can't be used ({error.strerror}). {another}")
    except ValueError as error:
        sys.exit(f"A setting can't be read: {error}")


def tell_unknown_names():
    """Name on the side what is set and nobody reads; nothing ends for that."""
    from django.conf import settings

    from tongxing.core.environment import unknown_names

    for sentence in unknown_names(settings.SETTINGS):
        print(sentence, file=sys.stderr)


if __name__ == "__main__":
    main()
