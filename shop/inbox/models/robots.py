"""A unit's robot in a group chat."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

URL_LENGTH = 500
HOSTS = {"qyapi.weixin.qq.com": "企业微信", "oapi.dingtalk.com": "钉钉"}


class Robot(models.Model):
    """Where a unit's messages are repeated: the webhook of a robot in a group chat. Its address is a secret."""

    # The unit model lies in a layer above.
    unit = models.OneToOneField("procurement.Unit", models.CASCADE, related_name="robot")
    url = models.CharField("机器人地址", max_length=URL_LENGTH)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="设置人")
    set_at = models.DateTimeField("设置时间")
    tried_at = models.DateTimeField("最近发送", null=True, blank=True)
    is_working = models.BooleanField("最近一次送达", default=False)
    result = models.CharField("最近结果", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "群机器人"

    def __str__(self):
        return self.masked_url

    @property
    def host(self):
        return urlsplit(self.url).hostname or ""

    @property
    def platform(self):
        """Whose robot it is, in words."""
        return HOSTS.get(self.host, self.host)

    @property
    def masked_url(self):
        """The address without its key, e.g. ``https://oapi.dingtalk.com/…3f9c``."""
        return f"https://{self.host}/…{self.url[-4:]}"
