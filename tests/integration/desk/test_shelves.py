"""The library's shelves: what lies on an office's own is for its people only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from dateline.newsroom.desk import actions, errors, preparation
from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.models import Attachment, NewsImage, OfficeName, Role, RoleGroup, Shelf
from dateline.newsroom.desk.models.offices import shared_shelf
from dateline.newsroom.desk.people import role_groups, shelves
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_superuser,
    a_user,
    an_attachment,
    an_office,
    edit,
    image_bytes,
)

pytestmark = pytest.mark.django_db

ROLES = [Role.AUTHOR, Role.EDITOR, Role.CHIEF]


def member(role, *offices):
    user = a_user()
    for office in offices or (None,):
        role_groups.give(user, role, office)
    return user


def put(thing, office):
    thing.collection = office.shelf.collection
    thing.save()
    return thing


@pytest.fixture
def two_offices():
    return an_office("here"), an_office("there")


def test_an_office_comes_with_its_shelf_and_renames_it(two_offices):
    here, _there = two_offices

    assert here.shelf.collection.name == "Here"
    actions.set_office(here, names=[OfficeName(names={"en": "Over here"})], at=NOON)

    assert Shelf.objects.get(office=here).collection.name == "Over here"
    assert Shelf.objects.filter(is_shared=True).count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_nothing_tells_one_office_what_lies_on_the_shelf_of_another(two_offices, client, role):
    here, there = two_offices
    secret = put(a_picture("Xylophone secret", caption={"en": "Xylophone secret"}), there)
    paper = put(an_attachment("Xylophone secret"), there)
    thumbnail = secret.get_rendition("max-165x165")
    own = put(a_picture("Our own", name="own.jpg"), here)
    client.force_login(member(role, here))
    addresses = [
        "/",
        "/images/",
        "/images/?q=Xylophone",
        f"/images/?collection_id={there.shelf.collection_id}",
        "/images/chooser/",
        "/images/chooser/results/?q=Xylophone",
        f"/images/chooser/results/?collection_id={there.shelf.collection_id}",
        f"/images/chooser/{secret.pk}/",
        f"/images/chooser/{secret.pk}/select_format/",
        f"/images/chooser/chosen-multiple/?id={secret.pk}",
        f"/images/{secret.pk}/",
        f"/images/{secret.pk}/delete/",
        f"/images/{secret.pk}/preview/max-100x100/",
        f"/images/{secret.pk}/generate_url/",
        f"/images/usage/{secret.pk}/",
        secret.file.url,
        thumbnail.url,
        "/documents/",
        "/documents/?q=Xylophone",
        "/documents/chooser/",
        f"/documents/chooser/{paper.pk}/",
        f"/documents/chooser/chosen-multiple/?id={paper.pk}",
        f"/documents/edit/{paper.pk}/",
        f"/documents/delete/{paper.pk}/",
        f"/documents/usage/{paper.pk}/",
        paper.url,
        paper.file.url,
        *(
            f"/bulk/desk/{model}/{act}/?id={key}"
            for model in ("newsimage", "NewsImage")
            for key in (secret.pk, "all")
            for act in ("delete", "add_tags", "add_to_collection")
        ),
        *(
            f"/bulk/desk/attachment/{act}/?id={key}"
            for key in (paper.pk, "all")
            for act in ("delete", "add_tags", "add_to_collection")
        ),
    ]

    for address in addresses:
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        said = body.decode("utf-8", "replace").replace("“Xylophone", "")
        assert "Xylophone secret" not in said, address
        assert not response.headers.get("Content-Type", "").startswith(("image/", "text/csv")), address
    assert client.get(own.file.url).status_code == 200
    assert client.get(own.get_rendition("max-165x165").url).status_code == 200
    assert "Our own" in client.get(f"/bulk/desk/newsimage/add_tags/?id={own.pk}").content.decode()
    assert "Our own" in client.get("/images/chooser/").json()["html"]


@pytest.mark.parametrize("folder", ["originals", "renditions"])
def test_a_file_is_opened_by_the_right_to_choose_from_its_shelf(two_offices, client, folder):
    here, there = two_offices
    picture = put(a_picture(), there)
    made = pictures.renditions(picture)[0]
    address = picture.file.url if folder == "originals" else f"/private/renditions/{made.file}"
    people = {member(Role.AUTHOR, here): 404, member(Role.AUTHOR, there): 200, member(Role.EDITOR): 200}
    people[member(Role.AUTHOR, here, there)] = people[a_superuser()] = 200

    for person, status in people.items():
        client.force_login(person)
        assert client.get(address).status_code == status
    picture.collection_id = shared_shelf()
    picture.save()
    client.force_login(next(iter(people)))
    assert client.get(address).status_code == 200


def test_what_readers_have_already_is_open_to_everybody_at_the_desk(two_offices, client):
    here, there = two_offices
    picture = put(a_picture(), there)
    text = a_draft(office=there, picture=picture)
    made = pictures.renditions(picture)[0]
    client.force_login(member(Role.AUTHOR, here))
    assert client.get(f"/private/renditions/{made.file}").status_code == 404

    actions.publish(text, by=None, at=NOON)

    assert client.get(f"/private/renditions/{made.file}").status_code == 200
    assert client.get(picture.file.url).status_code == 404


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR])
def test_uploads_go_to_the_own_shelf_unless_another_is_chosen(two_offices, client, role):
    here, _there = two_offices
    client.force_login(member(role, here))
    file = {"title": "T", "tags": "", "file": SimpleUploadedFile("x.jpg", image_bytes())}

    client.post("/images/add/", file)
    client.post(
        "/images/add/", {**file, "file": SimpleUploadedFile("y.jpg", image_bytes()), "collection": shared_shelf()}
    )
    client.post("/documents/add/", {"title": "T", "tags": "", "file": SimpleUploadedFile("x.csv", b"a,b\n")})

    assert [picture.collection_id for picture in NewsImage.objects.order_by("pk")] == [
        here.shelf.collection_id,
        shared_shelf(),
    ]
    assert Attachment.objects.get().collection == here.shelf.collection


def test_an_upload_cannot_be_put_on_the_shelf_of_another_office(two_offices, client):
    here, there = two_offices
    client.force_login(member(Role.EDITOR, here))

    client.post(
        "/images/add/",
        {
            "title": "T",
            "tags": "",
            "file": SimpleUploadedFile("x.jpg", image_bytes()),
            "collection": there.shelf.collection_id,
        },
    )

    assert NewsImage.objects.count() == 0


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_the_page_of_many_uploads_begins_with_the_own_shelf(two_offices, client, kind):
    _here, there = two_offices
    client.force_login(member(Role.AUTHOR, there))

    page = client.get(f"/{kind}/multiple/add/", follow=True).content.decode()

    assert f'<option value="{there.shelf.collection_id}" selected' in page


def test_somebody_shares_a_file_by_moving_it(two_offices, client):
    here, there = two_offices
    picture = put(a_picture("Bridge"), here)
    client.force_login(member(Role.EDITOR, here))

    client.post(f"/images/{picture.pk}/", {"title": "Bridge", "tags": "", "collection": shared_shelf()})

    client.force_login(member(Role.AUTHOR, there))
    assert "Bridge" in client.get("/images/chooser/").json()["html"]


def test_a_hand_made_request_takes_no_picture_from_the_shelf_of_another_office(two_offices, client):
    here, there = two_offices
    secret = put(a_picture("Xylophone secret"), there)
    author = member(Role.AUTHOR, here)
    text = a_draft(office=here, by=author)
    client.force_login(author)
    words = {
        "headline": "Bridge opens",
        "language": "en",
        "lead": "Now.",
        "notes": rich_text(""),
        "boilerplate": rich_text(""),
    }
    form = {**words, "body": streamfield([]), "contacts": streamfield([]), "comments": inline_formset([])}

    response = client.post(f"/pages/{text.pk}/edit/", nested_form_data({**form, "picture": secret.pk}))

    assert response.status_code == 200
    assert "picture" in response.context["form"].errors
    assert text.get_latest_revision_as_object().picture is None


def test_a_picture_that_somebody_else_put_into_a_text_stays(two_offices):
    here, there = two_offices
    secret = put(a_picture(), there)
    text = edit(a_draft(office=here), picture=secret)

    from dateline.newsroom.desk.admin.files import newly_added_forbidden_files

    assert newly_added_forbidden_files(member(Role.AUTHOR, here), [secret], before=[]) == [secret]
    before = [text.get_latest_revision_as_object().picture]
    assert newly_added_forbidden_files(member(Role.AUTHOR, here), [secret], before=before) == []
    assert newly_added_forbidden_files(member(Role.AUTHOR, there), [secret], before=[]) == []


def test_an_office_with_something_on_its_shelf_cannot_be_deleted(two_offices):
    here, there = two_offices
    put(a_picture(), here)

    with pytest.raises(errors.ShelfInUseError):
        actions.retire(here, at=NOON)
    collection = there.shelf.collection_id
    actions.retire(there, at=NOON)

    assert NewsImage.objects.count() == 1
    assert not Collection.objects.filter(pk=collection).exists()


def test_what_was_in_the_library_before_comes_to_the_shared_shelf(two_offices, client):
    here, _there = two_offices
    author = member(Role.AUTHOR, here)
    top = Collection.get_first_root_node()
    picture = a_picture("Old bridge")
    NewsImage.objects.update(collection=top)
    Shelf.objects.all().delete()
    Collection.objects.filter(depth=2).delete()
    group = RoleGroup.objects.get(office=here, role=Role.AUTHOR).group
    shelves._open(top, group, Role.AUTHOR)

    preparation.prepare()
    preparation.prepare()

    picture.refresh_from_db()
    assert picture.collection_id == shared_shelf()
    assert Shelf.objects.count() == 3
    assert not GroupCollectionPermission.objects.filter(group=group, collection=top).exists()
    client.force_login(author)
    assert "Old bridge" in client.get("/images/chooser/").json()["html"]
    client.post("/images/add/", {"title": "T", "tags": "", "file": SimpleUploadedFile("x.jpg", image_bytes())})
    assert NewsImage.objects.get(title="T").collection == Shelf.objects.get(office=here).collection
