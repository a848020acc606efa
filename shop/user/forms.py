from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """Mobile number and password; says the same for an unknown number as for a wrong password."""

    error_messages = {
        "invalid_login": "手机号或密码不对，请重新输入。",
        "inactive": "这个账号已停用，请联系本单位管理员。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "手机号"
        self.fields["username"].widget.attrs.update(inputmode="numeric", autocomplete="username", maxlength=11)
        self.fields["password"].label = "密码"
