"""People of the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]  # so have pictures and attachments
    """Somebody who signs in.

    Attributes:
        must_set_password: the password was made for this person and is good for one sign-in; until an own
            one is set, every page of the desk leads to the form that sets it.
    """

    must_set_password = models.BooleanField(_("must set an own password"), default=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
