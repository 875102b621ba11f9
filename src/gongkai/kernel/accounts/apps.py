from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gongkai.kernel.accounts"
    label = "accounts"

    def ready(self) -> None:
        from gongkai.kernel.accounts import sweeping
        from gongkai.kernel.worker import steps

        steps.register(sweeping.SWEEP)
