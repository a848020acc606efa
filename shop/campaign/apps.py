from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "shop.campaign"
    label = "campaign"
    verbose_name = "活动页"
