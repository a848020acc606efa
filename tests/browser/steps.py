"""What people do on the pages, step by step."""

from shop.demo import people

OFFICE = people.mobile(people.OFFICE)
SUPPLIER = people.mobile(people.FIRST_OPERATOR)
SUPPLIER_CODE = "TC01"
UNIT_CODE, UNIT_NAME = "JG001", "县委办"
HANDLER, APPROVER, ACCEPTOR = (
    people.mobile(people.number_in_unit(0, digit)) for digit in (people.HANDLER, people.APPROVER, people.ACCEPTOR)
)


def log_in(page, mobile):
    page.goto("/user/login/")
    page.get_by_label("手机号").fill(mobile)
    page.get_by_label("密码").fill(people.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="退出").first.wait_for(state="attached")
    return page


def take_step(page, title, **fields):
    """Open a step of a group order, fill what it asks, and confirm it."""
    step = page.locator("details.step").filter(has=page.locator("summary").get_by_text(title, exact=True))
    step.locator("summary").click()
    for label, value in fields.items():
        step.get_by_label(label).fill(value)
    step.get_by_role("button", name=f"确认{title}").click()


def is_told(page, sentence):
    page.get_by_text(sentence).first.wait_for()
