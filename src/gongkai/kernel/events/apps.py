from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "gongkai.kernel.events"
    label = "events"
