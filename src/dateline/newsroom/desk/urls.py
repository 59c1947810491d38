"""The desk's own addresses. They take precedence over Wagtail's."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.multiple import AddView as AddDocumentsView
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images.views.multiple import AddView as AddImagesView

from dateline.newsroom.desk.admin.checks import ChecksView
from dateline.newsroom.desk.admin.compare import CompareView
from dateline.newsroom.desk.admin.embargo import EmbargoView
from dateline.newsroom.desk.admin.emergency import ErasureView, KillView
from dateline.newsroom.desk.admin.files import (
    UnusedAttachmentDeleteView,
    UnusedPictureDeleteView,
    bulk_action,
    own_shelf_first,
    private_file,
)
from dateline.newsroom.desk.admin.home import DeskHomeView
from dateline.newsroom.desk.admin.library_tags import suggest_tags
from dateline.newsroom.desk.admin.release import AddReleaseView, ReleaseView
from dateline.newsroom.desk.admin.rich_text import clean_paste
from dateline.newsroom.desk.admin.starting_texts import BeginView
from dateline.newsroom.desk.admin.tokens import TokensView
from dateline.newsroom.desk.admin.visibility import ChosenPagesView, always_404, refuse_bulk_action
from dateline.newsroom.desk.api import urls as api_urls

urlpatterns = [
    path("", require_admin_access(DeskHomeView.as_view()), name="desk_home"),
    path("releases/add/", require_admin_access(AddReleaseView.as_view()), name="desk_add_release"),
    path("releases/add/<int:parent>/", require_admin_access(BeginView.as_view()), name="desk_begin_release"),
    path("releases/<uuid:release>/", require_admin_access(ReleaseView.as_view()), name="desk_release"),
    path("releases/<uuid:release>/embargo/", require_admin_access(EmbargoView.as_view()), name="desk_embargo"),
    path(api_urls.PREFIX, include(api_urls)),
    path("tokens/", require_admin_access(TokensView.as_view()), name="desk_tokens"),
    path("releases/<uuid:release>/kill/", require_admin_access(KillView.as_view()), name="desk_kill"),
    path("releases/<uuid:release>/erase/", require_admin_access(ErasureView.as_view()), name="desk_erase"),
    path("texts/<int:page_id>/checks/", require_admin_access(ChecksView.as_view()), name="desk_checks"),
    path("texts/<int:page_id>/compare/", require_admin_access(CompareView.as_view()), name="desk_compare"),
    re_path(r"^private/(?P<folder>originals|renditions)/(?P<name>.+)$", private_file, name="desk_private_file"),
    path("images/multiple/add/", own_shelf_first(AddImagesView.as_view()), name="desk_add_pictures"),
    path("documents/multiple/add/", own_shelf_first(AddDocumentsView.as_view()), name="desk_add_attachments"),
    path("choose-page/chosen-multiple/", require_admin_access(ChosenPagesView.as_view()), name="desk_chosen_pages"),
    # Wagtail's bulk actions would name pages that the person may not see.
    re_path("^bulk/wagtailcore/", require_admin_access(refuse_bulk_action), name="desk_refuse_bulk_action"),
    path("bulk/desk/<str:model>/<str:action>/", bulk_action, name="desk_bulk_action"),
    path("paste/", clean_paste, name="desk_paste"),
    # Wagtail's report would name the last edited page to everybody.
    re_path(r"^reports/page-types-usage/", require_admin_access(always_404), name="desk_no_report"),
    # Wagtail would serve documents without sign-in, and its login skips the second factor.
    path(
        "documents/<int:document_id>/<str:document_filename>",
        require_admin_access(serve_document),
        name="desk_attachment",
    ),
    path(
        "images/<int:image_id>/delete/",
        require_admin_access(UnusedPictureDeleteView.as_view()),
        name="desk_delete_picture",
    ),
    path(
        "documents/delete/<int:document_id>/",
        require_admin_access(UnusedAttachmentDeleteView.as_view()),
        name="desk_delete_attachment",
    ),
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="desk_login"),
    # Wagtail would suggest tags of files of all offices.
    path("tag-autocomplete/", suggest_tags, name="desk_tags"),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", suggest_tags, name="desk_tags_of_model"),
]
