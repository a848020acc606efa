from django.contrib.auth.views import LogoutView
from django.urls import path

from .views import account, login

app_name = "user"
urlpatterns = [
    path("login/", login.LoginView.as_view(), name="login"),
    path("login/code/", login.code, name="code"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("home/", login.home, name="home"),
    path("account/", account.index, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/factor/", account.factor, name="factor"),
    path("account/factor/codes/", account.codes, name="codes"),
    path("account/factor/remove/", account.factor_remove, name="factor_remove"),
    path("account/sign-out/", account.sign_out, name="sign_out"),
]
