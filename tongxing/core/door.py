"""The first step of every command: what is set wrongly is said in one sentence, not in a traceback."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured


def main():
    """Read the settings, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxing.settings")
    try:
        from django.conf import settings

        settings.INSTALLED_APPS  # noqa: B018 -- reading one reads them all
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OSError as error:
        another = "Name another data folder: TONGXING_DATA=/some/folder"
        sys.exit(f"{error.filename} can't be used ({error.strerror}). {another}")
    except ValueError as error:
        sys.exit(f"A setting can't be read: {error}")
    from tongxing.__main__ import main as run

    try:
        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
