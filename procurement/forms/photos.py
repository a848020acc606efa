"""A field for several photos; each is encoded anew before anybody keeps it."""

from django import forms

from shop.produce import photos

HELP = f"最多 {photos.MAX_PHOTOS} 张，每张不超过 {photos.MAX_BYTES // 2**20} MB。照片中的位置信息会去掉。"


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Clean to a list of JPEG bytes."""

    def __init__(self, **kwargs):
        widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})
        super().__init__(label="照片", required=False, widget=widget, help_text=HELP, **kwargs)

    def clean(self, data, initial=None):
        files = [data] if data and not isinstance(data, list) else data or []
        if len(files) > photos.MAX_PHOTOS:
            raise forms.ValidationError(f"一次最多 {photos.MAX_PHOTOS} 张照片。")
        return [_encode(file) for file in files]


def _encode(file):
    if file.size > photos.MAX_BYTES:
        raise forms.ValidationError(f"照片超过 {photos.MAX_BYTES // 2**20} MB，请压缩后再传。")
    try:
        return photos.encode(file.read())
    except photos.BadPhoto as problem:
        raise forms.ValidationError(str(problem)) from problem
