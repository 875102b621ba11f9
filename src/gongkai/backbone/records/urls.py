from django.urls import path

from gongkai.backbone.records import views

app_name = "records"
urlpatterns = [
    path("info/<slug:prefix>/<slug:number>/editions/<int:edition>", views.edition, name="edition"),
    path("info/<slug:prefix>/<slug:number>/files/<int:position>", views.attachment, name="attachment"),
    path("info/<slug:prefix>/<slug:number>/images/<slug:sha256>", views.image, name="image"),
    path("info/<slug:prefix>/<slug:number>/validity", views.validity, name="validity"),
    path("info/<slug:prefix>/<str:rest>", views.record, name="record"),
]
