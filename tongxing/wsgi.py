"""The door for the web server. Workers end with the process that started them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxing.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- settings first

from tongxing.core.processes import die_with_parent  # noqa: E402

die_with_parent()
application = get_wsgi_application()
