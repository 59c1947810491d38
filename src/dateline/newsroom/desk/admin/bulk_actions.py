"""Wagtail's acts on many pictures or files at once, which would name also what the person may not see."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.dispatcher import index

from dateline.newsroom.desk.admin.visibility import is_key
from dateline.newsroom.desk.people.shelves import may_open, sees_everything

_MODELS = {"newsimage", "attachment"}


def _bulk(request: HttpRequest, model: str, action: str) -> HttpResponseBase:
    """Hand an act on to Wagtail where every file it means is on a shelf the person may choose from.

    Raises:
        Http404: the model is another one, or a file is not, or everything is meant and the person does not see it.
    """
    if model.lower() not in _MODELS:
        raise Http404
    asked = request.GET.getlist("id")
    keys = {int(key) for key in asked if is_key(key)}
    files = apps.get_model("desk", model).objects.filter(pk__in=keys)
    user: Any = request.user
    if not sees_everything(user) and (len(keys) != len(set(asked)) or not all(may_open(user, file) for file in files)):
        raise Http404
    response: HttpResponseBase = index(request, "desk", model, action)
    return response


bulk: Callable[..., HttpResponseBase] = require_admin_access(_bulk)
