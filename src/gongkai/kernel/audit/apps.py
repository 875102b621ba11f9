from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "gongkai.kernel.audit"
    label = "audit"
