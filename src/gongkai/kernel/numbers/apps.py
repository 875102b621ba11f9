from django.apps import AppConfig


class NumbersConfig(AppConfig):
    name = "gongkai.kernel.numbers"
    label = "numbers"
