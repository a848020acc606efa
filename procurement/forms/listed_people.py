"""Who may join, as a workbook or one by one."""

from django import forms

from ..collection import people_workbook


class ListForm(forms.Form):
    """A list of people as a workbook."""

    file = forms.FileField(
        label="名单（.xlsx）",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        max_length=200,
        error_messages={"required": "请选择文件。", "empty": "这个文件是空的，请重新选择。"},
    )


class PersonForm(forms.Form):
    """One more person; a mobile number or its last four digits."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填写姓名。"})
    department = forms.CharField(label="部门", max_length=40, required=False)
    mobile = forms.CharField(
        label="手机号或尾号",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        error_messages={"required": "请填写手机号，或者后 4 位。"},
    )

    def clean(self):
        data = super().clean()
        if not self.errors:
            number = data["mobile"]
            key = "mobile" if sum(letter.isdigit() for letter in number) > 4 else "last_four"
            numbers = {"mobile": "", "last_four": "", key: number}
            try:
                self.person = people_workbook.parse(name=data["name"], department=data["department"], **numbers)
            except people_workbook.Wrong as wrong:
                self.add_error("name" if wrong.key == "name" else "mobile", str(wrong))
        return data
