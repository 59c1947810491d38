"""What may be uploaded: a picture is decoded to its last pixel before it is kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class SoundPictureField(WagtailImageField):
    """Wagtail's field, which reads the header only, and then the whole picture."""

    def to_python(self, data: Any) -> Any:
        """Return the file; refuse what cannot be read to its end.

        Limits of bytes and pixels are checked by Wagtail first, so that nothing huge is decoded.
        """
        try:
            file = super().to_python(data)
            if file is not None:
                _read_all(file)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            message = _("This picture is damaged or is no picture. Save it again and upload the new file.")
            raise ValidationError(message, code="damaged") from error
        return file


def _read_all(file: Any) -> None:
    file.seek(0)
    with Image.open(file) as image:
        image.load()
    file.seek(0)


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture with the field above."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = SoundPictureField(label=given.label, required=given.required, widget=given.widget)
