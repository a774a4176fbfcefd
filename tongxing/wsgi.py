"""The door for another web server than our own (`tongxing serve` opens its own)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxing.settings")
application = get_wsgi_application()
