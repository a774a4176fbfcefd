from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules

from .ids import UidConverter


class CoreConfig(AppConfig):
    name = "tongxing.core"

    def ready(self):
        from . import areas, search

        register_converter(UidConverter, "uid")
        autodiscover_modules("verbs")  # whoever reads the log, the worker too, must know every verb
        post_migrate.connect(search.mend_index, sender=self)
        post_migrate.connect(areas.fill_areas, sender=self)
