"""A field for the files of a proof; each is checked, pictures encoded anew, before anybody keeps it."""

from django import forms

from ..proofs import files
from .photos import PhotosInput

ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.ofd,.xml"
HELP = (
    f"{files.KINDS}，最多 {files.MAX_FILES} 个，每个不超过 {files.MAX_BYTES // 2**20} MB。有数电票 XML 时可自动核对。"
)


class ProofFilesField(forms.FileField):
    """Clean to a list of ``files.Checked``."""

    def __init__(self, *, most=files.MAX_FILES, help_text=HELP, label="发票或收据文件", accept=ACCEPT, **kwargs):
        self.most = most
        widget = PhotosInput(attrs={"accept": accept, "multiple": most > 1})
        super().__init__(label=label, widget=widget, help_text=help_text, **{"required": False, **kwargs})

    def clean(self, data, initial=None):
        found = [data] if data and not isinstance(data, list) else data or []
        if self.required and not found:
            raise forms.ValidationError("请选择文件。")
        if len(found) > self.most:
            raise forms.ValidationError(f"一次最多 {self.most} 个文件。")
        return [_check(file) for file in found]


def _check(file):
    if file.size > files.MAX_BYTES:
        raise forms.ValidationError(f"“{file.name}”超过 {files.MAX_BYTES // 2**20} MB。")
    try:
        return files.check(file.name, file.read())
    except files.BadFile as problem:
        raise forms.ValidationError(str(problem)) from problem
