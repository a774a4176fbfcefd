#!/usr/bin/env python
"""The same commands as `tongxing`, for those who look for manage.py."""

from tongxing.__main__ import main

if __name__ == "__main__":
    main()
