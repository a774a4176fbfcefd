"""Leaflet as it lies in django-leaflet, without what else that package brings."""

from django.contrib.staticfiles.finders import FileSystemFinder

NEEDED = {"leaflet.js", "leaflet.js.map"}  # the script names its source map, which must lie beside it


class LeafletFinder(FileSystemFinder):
    """Files of STATICFILES_DIRS, but of those only what the map needs."""

    def list(self, ignore_patterns):
        return (found for found in super().list(ignore_patterns) if found[0] in NEEDED)

    def find_location(self, root, path, prefix=None):
        found = super().find_location(root, path, prefix)
        return found if path.removeprefix(f"{prefix}/") in NEEDED else None
