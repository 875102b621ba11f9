from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "gongkai.kernel.files"
    label = "files"
