from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "gongkai.kernel.worker"
    label = "worker"
