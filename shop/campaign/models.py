"""What the county office writes for the public: stories and notices, and how the front page is arranged."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from shop.produce.models import Region

PERSON = settings.AUTH_USER_MODEL


class ArticleKind(models.TextChoices):
    STORY = "STORY", "典型案例"
    NOTICE = "NOTICE", "通知公告"


class ArticleQuerySet(models.QuerySet):
    def published(self, at):
        """Articles that the public sees at a moment, the newest first; demo articles only on a demo site."""
        shown = self if settings.DEMO else self.exclude(is_demo=True)
        return shown.filter(publish_at__lte=at).order_by("-publish_at", "-pk")

    def of_kind(self, kind):
        return self.filter(kind=kind)


class Article(models.Model):
    """A story or a notice. Without ``publish_at`` a draft; with one in the future it appears by itself at that time."""

    kind = models.CharField("类型", max_length=6, choices=ArticleKind.choices)
    title = models.CharField("标题", max_length=60)
    summary = models.CharField("摘要", max_length=120, blank=True)
    body = models.TextField("正文", max_length=20_000)
    source = models.CharField("来源", max_length=60, blank=True)
    region = models.ForeignKey(Region, models.SET_NULL, null=True, blank=True, related_name="articles")
    picture = models.ImageField("图片", upload_to="stories/", blank=True)
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_alt = models.CharField("图片说明", max_length=60, blank=True)
    publish_at = models.DateTimeField("发布时间", null=True, blank=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "文章"
        indexes = [models.Index(fields=["kind", "publish_at"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("campaign:article", args=[self.pk])

    @property
    def is_draft(self):
        return self.publish_at is None

    @property
    def is_scheduled(self):
        return not self.is_draft and self.publish_at > timezone.now()

    @property
    def is_published(self):
        return not self.is_draft and not self.is_scheduled

    @property
    def is_story(self):
        return self.kind == ArticleKind.STORY

    @property
    def lead(self):
        """What lists say of it: the summary, else how the body begins."""
        if self.summary:
            return self.summary
        first = " ".join(self.body.split())
        return first if len(first) <= 80 else f"{first[:80]}……"


class FrontPage(models.Model):
    """One arrangement of the front page: a list of blocks. Published ones stay; at most one is a draft.

    ``blocks`` is a list of ``{"kind", "is_shown", "title", "lead"}`` in the order of the page.
    """

    blocks = models.JSONField()
    changed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "首页版式"
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(published_at=None), name="one_draft_of_the_front_page"
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.published_at or '草稿'}"
