from django.apps import AppConfig
from django.urls import register_converter

from .ids import UidConverter


class CoreConfig(AppConfig):
    name = "tongxing.core"

    def ready(self):
        register_converter(UidConverter, "uid")
