"""The office's editor: blocks moved, a story told with a picture, timed, read by the public; all put back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shop.demo import pictures

from . import steps

TITLE, WORDS = "雪线下的青稞，磨成冬天的面", "十一月，晒场上的青稞收了。"
HEADING = "先看看这些故事"
TOMORROW = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
TIME_PASSES = (
    "from shop.campaign.models import Article; from django.utils import timezone; "
    "rows = Article.objects.filter(title=ARGUMENT).update(publish_at=timezone.now())"
)


@pytest.fixture
def photo(tmp_path):
    """A picture of barley, as somebody would have it on the desk."""
    path = tmp_path / "青稞.jpg"
    path.write_bytes(pictures.draw("YS02-001"))
    return path


def test_a_front_page_and_a_story_from_the_desk_to_the_public_and_back(site, visit, shoot, photo):
    editor, reader = steps.log_in(visit(), steps.OFFICE), visit("phone")
    before = headings(reader)

    arrange(editor, shoot)
    assert headings(reader) == before
    publish_front_page(editor)
    after = headings(reader)
    assert after.index(HEADING) < before.index("典型案例")

    story = tell(editor, shoot, photo)
    assert reader.goto(story).status == 404
    schedule(editor, shoot)
    assert reader.goto(story).status == 404
    assert site.rows(TIME_PASSES, TITLE) == 1
    read(reader, shoot, story)

    put_back(editor, shoot)
    assert headings(reader) == before
    take_back(editor)
    assert reader.goto(story).status == 404


def headings(reader):
    """Return the headings of the blocks as the public sees them."""
    reader.goto("/")
    return reader.locator(".home-section h2").all_inner_texts()


def arrange(editor, shoot):
    """Move the stories up, say something else above them, and look at the draft."""
    editor.goto("/office/campaign/")
    for _ in range(2):
        editor.get_by_role("button", name="把“典型案例”上移").click()
        editor.wait_for_load_state()
    editor.get_by_role("link", name="修改“典型案例”").click()
    editor.get_by_label("标题").fill(HEADING)
    editor.get_by_role("button", name="存到草稿").click()
    steps.is_told(editor, "公众看到的首页还没有变")
    shoot(editor, "editor-01-draft")
    editor.get_by_role("link", name="预览草稿").click()
    steps.is_told(editor, HEADING)
    shoot(editor, "editor-02-preview")


def publish_front_page(editor):
    editor.goto("/office/campaign/")
    editor.locator(".draft-bar").get_by_role("button", name="发布").click()
    editor.locator(".draft-bar").wait_for(state="detached")


def tell(editor, shoot, photo):
    """Write a draft with a picture; return the address at which the public will find it."""
    editor.goto("/office/campaign/")
    editor.get_by_role("link", name="写文章").click()
    editor.get_by_label("标题").fill(TITLE)
    editor.get_by_label("正文").fill(WORDS + "\n\n磨坊里的水车转了一夜。")
    editor.locator("input[type=file]").set_input_files(photo)
    editor.get_by_label("图片说明").fill("晒场上一碗刚磨好的青稞")
    shoot(editor, "editor-03-story-form")
    editor.get_by_role("button", name="保存草稿").click()
    editor.get_by_role("img", name="晒场上一碗刚磨好的青稞").wait_for()
    shoot(editor, "editor-04-story-draft")
    return editor.url.replace("/office/campaign", "")


def schedule(editor, shoot):
    editor.get_by_label("发布时间").fill(f"{TOMORROW:%Y-%m-%dT%H:%M}")
    editor.locator("main").get_by_role("button", name="发布", exact=True).click()
    steps.is_told(editor, f"{TOMORROW:%m-%d %H:%M} 发布")
    shoot(editor, "editor-05-scheduled")


def read(reader, shoot, story):
    """Find the story on the front page, with its picture, and open it."""
    reader.goto("/")
    reader.locator(".stories").get_by_role("link", name=TITLE).click()
    steps.is_told(reader, WORDS)
    assert reader.url.endswith(story[story.index("/articles/") :])
    assert reader.get_by_role("img", name="晒场上一碗刚磨好的青稞").evaluate("one => one.naturalWidth") > 300
    shoot(reader, "editor-06-story")


def put_back(editor, shoot):
    """Undo the arrangement by an earlier one, or by hand where there is none."""
    editor.goto("/office/campaign/")
    earlier = editor.get_by_text("发布过的版式")
    earlier.click()
    shoot(editor, "editor-07-earlier")
    editor.get_by_role("button", name="放进草稿").first.click()
    editor.wait_for_load_state()
    publish_front_page(editor)


def take_back(editor):
    editor.goto("/office/campaign/")
    editor.get_by_role("link", name=TITLE).click()
    editor.get_by_role("button", name="撤回为草稿").click()
    editor.get_by_text("删除草稿").click()
    editor.get_by_role("button", name="确认删除").click()
    editor.get_by_role("link", name=TITLE).wait_for(state="detached")
