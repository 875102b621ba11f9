from django.urls import path

from gongkai.backbone.duties.views import calendar

urlpatterns = [path("calendar/<str:token>.ics", calendar, name="duty-calendar")]
