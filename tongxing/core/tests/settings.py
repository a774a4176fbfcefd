"""The real settings, with a passphrase hash that takes no time: hundreds of people sign up in one test."""

from tongxing.settings import *  # noqa: F403 -- the same settings, one changed

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
