"""The settings of a server under test whose database can be made slow."""

from tongxing.core.tests.settings import *  # noqa: F403
from tongxing.core.tests.settings import MIDDLEWARE as AS_SERVED

ENOUGH = AS_SERVED.index("tongxing.core.enough.enough")
MIDDLEWARE = [*AS_SERVED[: ENOUGH + 1], "tongxing.core.tests.slow.slow_statements", *AS_SERVED[ENOUGH + 1 :]]
