from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "wagtail_site"
    label = "wagtail_site"
