from django.db import migrations

from fingerpost.keys.operations import by_vendor
from fingerpost.record import guards


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_concerns_and_people"),
    ]

    operations = [
        by_vendor(sqlite=guards.sqlite(guards.FIRST), postgresql=guards.postgresql(guards.FIRST)),
    ]
