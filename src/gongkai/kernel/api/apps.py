from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "gongkai.kernel.api"
    label = "api"
