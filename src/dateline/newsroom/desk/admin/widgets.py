"""Inputs that Wagtail does not have."""

from django import forms


class CheckList(forms.CheckboxSelectMultiple):
    """A box of check boxes with an input that narrows them; for vocabularies of up to a few hundred entries."""

    template_name = "desk/widgets/checklist.html"

    class Media:
        css = {"all": ["desk/desk.css"]}
        js = ["desk/desk.js"]
