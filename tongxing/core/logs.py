"""One short line a record."""

import logging


class LineFormatter(logging.Formatter):
    """Level and message; line ends are escaped."""

    def format(self, record):
        return super().format(record).replace("\n", "\\n")
