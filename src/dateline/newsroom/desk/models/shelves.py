"""Shelves of the library: one of each office, and one that all share."""

from django.db import models
from wagtail.models import Collection

from dateline.newsroom.desk.models.offices import Office


class Shelf(models.Model):
    """A collection of pictures, attachments and recordings, and whose it is: an office's, or shared by all."""

    collection = models.OneToOneField(Collection, models.CASCADE, related_name="shelf")
    office = models.OneToOneField(Office, models.PROTECT, null=True, blank=True, related_name="shelf")

    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_shared"], condition=models.Q(is_shared=True), name="desk_shelf_of_all_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(is_shared=True, office__isnull=True)
                | models.Q(is_shared=False, office__isnull=False),
                name="desk_shelf_is_an_offices_or_shared",
            ),
        ]

    def __str__(self) -> str:
        return str(self.collection.name)


def shared_shelf() -> int:
    """Return the key of the collection that all share; Wagtail's first one while the desk is not prepared yet."""
    found = Shelf.objects.filter(is_shared=True).values_list("collection", flat=True).first()
    if found is not None:
        return int(found)
    return int(Collection.get_first_root_node().pk)
