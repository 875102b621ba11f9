from django.urls import path

from gongkai.backbone.structure.console.addresses import (
    AddressChangeView,
    AddressesExportView,
    AddressesView,
    AddressNewView,
    AddressSwitchView,
    HostsView,
)
from gongkai.backbone.structure.console.banners import BannerChangeView, BannerDownView, BannerSetView, BannersView
from gongkai.backbone.structure.console.columns import (
    ColumnChangeView,
    ColumnNewView,
    ColumnsExportView,
    ColumnsView,
    ColumnSwitchView,
)
from gongkai.backbone.structure.console.menu import MenuBackView, MenuView
from gongkai.backbone.structure.console.subjects import SubjectsExportView, SubjectsView

app_name = "console-structure"
urlpatterns = [
    path("banners", BannersView.as_view(), name="banners"),
    path("banners/new", BannerSetView.as_view(), name="banner-new"),
    path("banners/<int:row>", BannerChangeView.as_view(), name="banner"),
    path("banners/<int:row>/down", BannerDownView.as_view(), name="banner-down"),
    path("addresses", AddressesView.as_view(), name="addresses"),
    path("addresses.csv", AddressesExportView.as_view(), name="addresses-csv"),
    path("addresses/new", AddressNewView.as_view(), name="address-new"),
    path("addresses/<int:row>", AddressChangeView.as_view(), name="address"),
    path("addresses/<int:row>/off", AddressSwitchView.as_view(), name="address-off"),
    path("addresses/<int:row>/on", AddressSwitchView.as_view(active=True), name="address-on"),
    path("columns", ColumnsView.as_view(), name="columns"),
    path("columns.csv", ColumnsExportView.as_view(), name="columns-csv"),
    path("columns/new", ColumnNewView.as_view(), name="column-new"),
    path("columns/<slug:column>", ColumnChangeView.as_view(), name="column"),
    path("columns/<slug:column>/off", ColumnSwitchView.as_view(), name="column-off"),
    path("columns/<slug:column>/on", ColumnSwitchView.as_view(active=True), name="column-on"),
    path("navigation", MenuView.as_view(), name="menu"),
    path("navigation/<int:id>/back", MenuBackView.as_view(), name="menu-back"),
    path("subjects", SubjectsView.as_view(), name="subjects"),
    path("subjects.csv", SubjectsExportView.as_view(), name="subjects-csv"),
    path("allowed-sites", HostsView.as_view(), name="hosts"),
]
