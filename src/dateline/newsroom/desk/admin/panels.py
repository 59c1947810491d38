"""Panels of the editor: the words of a text on the first tab, its metadata on the second."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from dateline.newsroom.desk.actions.trail import returned
from dateline.newsroom.desk.admin.forms import SharedForm
from dateline.newsroom.desk.models import Act


class MachinePanel(HelpPanel):
    """A note that a machine wrote the text, until a person takes it over."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one text."""

        def is_shown(self) -> bool:
            """Show it while nobody has taken the text over."""
            return bool(self.instance.pk and self.instance.machine_translated)


class ReturnedPanel(HelpPanel):
    """A note why a reviewer has sent the text back, until it is submitted again."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one text."""

        @cached_property
        def act(self) -> Act | None:
            """By which it was sent back; None where it was not."""
            return returned([self.instance]).get(self.instance.pk) if self.instance.pk else None

        def is_shown(self) -> bool:
            """Show it while it has to be mended."""
            return self.act is not None


_WORDS = [
    ReturnedPanel(template="desk/panels/returned.html"),
    MachinePanel(template="desk/panels/machine.html"),
    FieldPanel(
        "headline", widget=AdminAutoHeightTextInput(attrs={"rows": 1, "dir": "auto"}), classname="desk-headline"
    ),
    FieldPanel("lead", widget=AdminAutoHeightTextInput(attrs={"rows": 2, "dir": "auto"})),
    MultiFieldPanel([FieldRowPanel([FieldPanel("dateline_places"), FieldPanel("dateline_on")])], heading=_("Dateline")),
    FieldPanel("picture"),
    FieldPanel("body"),
    FieldPanel("contacts"),
    FieldPanel("notes"),
    FieldPanel("boilerplate"),
]

_FACTS = [
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("language"), FieldPanel("translated_from")]), FieldPanel("machine_translated")],
        heading=_("This text"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("kind"),
            FieldPanel("offices"),
            FieldPanel("topics"),
            FieldRowPanel([FieldPanel("event_from_on"), FieldPanel("event_until_on")]),
            FieldPanel("issuer"),
            FieldPanel("shared_seen", classname="w-hidden"),
        ],
        heading=_("The release, in all its languages"),
        help_text=_("Readers get changes here with the next edition of each language."),
    ),
    CommentPanel(),
]

edit_handler = TabbedInterface(
    [
        ObjectList(_WORDS, heading=_("Text")),
        ObjectList(_FACTS, heading=_("Language, kind, offices, topics")),
    ],
    base_form_class=SharedForm,
)
