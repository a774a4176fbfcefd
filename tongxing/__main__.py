"""`tongxing COMMAND`: Django's management commands, with dashes where people type dashes."""

import os
import sys


def main():
    """Run one command. `import-places` and `import_places` are the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxing.settings")
    from django.core.management import execute_from_command_line

    argv = list(sys.argv)
    if len(argv) > 1 and not argv[1].startswith("-"):
        argv[1] = argv[1].replace("-", "_")
    execute_from_command_line(argv)


if __name__ == "__main__":
    main()
