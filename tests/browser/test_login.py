"""What a person sees when a login fails."""


def test_a_wrong_login_is_refused_in_words_at_both_sizes(visit, shoot):
    page = visit("phone")
    page.goto("/user/login/")
    page.get_by_label("手机号").fill("10000000001")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()

    page.get_by_text("手机号或密码不对，请重新输入。").wait_for()
    shoot(page, "login-refused")
