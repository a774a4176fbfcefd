"""What the map counts."""

from django.db import models

from tongxing.core.ids import new_uid

from .records import PlaceKind


class Cell(models.Model):
    """How many live places of a kind stand in a square of the map (grid.py), and the sums of their columns and rows.

    `facet` is empty where every live place counts; cells.SOURCES say what else is counted apart.
    """

    pk = models.CompositePrimaryKey("cell", "facet", "kind")
    facet = models.CharField(max_length=12, blank=True)
    cell = models.BigIntegerField()
    kind = models.ForeignKey(PlaceKind, models.PROTECT, db_index=False, related_name="+")
    n = models.IntegerField(default=0)
    x = models.BigIntegerField(default=0)
    y = models.BigIntegerField(default=0)

    def __str__(self):
        return f"{self.n} in {self.cell}"


class MapVersion(models.Model):
    """One row: a mark that is new whenever what the map shows was counted again."""

    mark = models.CharField(max_length=12, default=new_uid)

    def __str__(self):
        return self.mark
