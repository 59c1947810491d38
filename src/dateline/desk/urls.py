"""Addresses of the desk besides Wagtail's own; they come before those."""

from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.serve import serve as serve_document

from dateline.desk.admin.files import private_file
from dateline.desk.admin.release import AddReleaseView, ReleaseView
from dateline.desk.admin.sight import ChosenPagesView, bulk_refused, nothing_here
from dateline.desk.admin.usage import KeptAttachmentView, KeptPictureView

urlpatterns = [
    path("releases/add/", require_admin_access(AddReleaseView.as_view()), name="desk_add_release"),
    path("releases/<uuid:release>/", require_admin_access(ReleaseView.as_view()), name="desk_release"),
    re_path(r"^private/(?P<folder>originals|renditions)/(?P<name>.+)$", private_file, name="desk_private_file"),
    path("choose-page/chosen-multiple/", require_admin_access(ChosenPagesView.as_view())),
    # Wagtail's pages of acts in bulk name also those pages that the person may not see.
    re_path("^bulk/wagtailcore/page/", require_admin_access(bulk_refused)),
    # Wagtail's report names the page that was edited last, whoever may see it.
    re_path(r"^reports/page-types-usage/", require_admin_access(nothing_here)),
    # Wagtail would give documents to anybody and sign people in past the second factor.
    path("documents/<int:document_id>/<str:document_filename>", require_admin_access(serve_document)),
    path("images/<int:image_id>/delete/", require_admin_access(KeptPictureView.as_view())),
    path("documents/delete/<int:document_id>/", require_admin_access(KeptAttachmentView.as_view())),
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
]
