"""All tables of this room, and what guards them."""

import uuid

import django.utils.timezone
from django.db import migrations, models

import fingerpost.keys.fields
import fingerpost.keys.one_of
from fingerpost.keys.operations import together
from fingerpost.record.guards import keep


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("duties", "0001_duties"),
        ("duties", "0002_agreed"),
    ]

    dependencies = [
        ("record", "0001_initial"),
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("source", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("provision", models.CharField(max_length=60)),
                ("about", models.UUIDField(help_text="the person's appearance; empty for the concern", null=True)),
                (
                    "work",
                    models.UUIDField(
                        help_text="which piece of casework asks for it; empty for a decision's", null=True
                    ),
                ),
                ("words", fingerpost.keys.fields.SecretText(help_text="of casework: what is to be done", null=True)),
                ("pack", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "verbose_name_plural": "duties",
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("about__isnull", False), ("work__isnull", True)),
                        fields=("concern", "compartment", "provision", "about"),
                        name="duty_once_for_each_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("about__isnull", True), ("work__isnull", True)),
                        fields=("concern", "compartment", "provision"),
                        name="duty_once_for_the_concern",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("about__isnull", False), ("work__isnull", False)),
                        fields=("concern", "compartment", "provision", "about", "work"),
                        name="duty_once_for_each_work_about_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("about__isnull", True), ("work__isnull", False)),
                        fields=("concern", "compartment", "provision", "work"),
                        name="duty_once_for_each_work",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyState",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("source", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("is_open", models.BooleanField(help_text="it applies, and is not done")),
                ("is_offered", models.BooleanField(help_text="to be considered, or allowed: nothing is overdue")),
                (
                    "clearance",
                    fingerpost.keys.one_of.OneOf(
                        default="clear", help_text="whether whoever it would tell may be told", max_length=10
                    ),
                ),
                (
                    "is_urgent",
                    models.BooleanField(
                        default=False, help_text="the ground is grave and no day is set: it is done now"
                    ),
                ),
                (
                    "works_on_it",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text=(
                            "who it goes to and who works on it already, as a pack calls them:"
                            " they are told, not referred to"
                        ),
                        max_length=60,
                    ),
                ),
                ("awaits_second", models.BooleanField(default=False)),
                ("due", models.DateField(null=True)),
                (
                    "quiet_until",
                    models.DateField(help_text="waived or postponed: the day on which it is open again", null=True),
                ),
                (
                    "duty",
                    models.OneToOneField(editable=False, on_delete=models.PROTECT, related_name="+", to="duties.duty"),
                ),
                (
                    "holder",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="in whose queue it is",
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_open", True)), fields=["holder", "due"], name="duty_state_holder"
                    ),
                    models.Index(
                        condition=models.Q(("is_open", True)),
                        fields=["organisation", "due"],
                        name="duty_state_organisation",
                    ),
                    models.Index(fields=["concern", "compartment"], name="duty_state_concern"),
                    models.Index(
                        condition=models.Q(("is_open", True)), fields=["concern", "due"], name="duty_state_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("source", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=12)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("pack", models.CharField(blank=True, editable=False, max_length=60)),
                ("facts", models.JSONField(default=list, editable=False)),
                ("learned_at", models.DateTimeField(editable=False, null=True)),
                ("on", models.DateField(editable=False, null=True)),
                ("until", models.DateField(editable=False, null=True)),
                ("second", models.BooleanField(default=False, editable=False)),
                ("held", models.BooleanField(default=False, editable=False)),
                ("who", fingerpost.keys.fields.SecretText(null=True)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="duties.duty"),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "step",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="duties.dutystep"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["duty", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("held", True), ("kind", "done")),
                        fields=["at"],
                        name="duty_done_though_held",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "duty", "number"), name="duty_steps_are_numbered"
                    )
                ],
            },
        ),
        keep("duties_duty", "duties_dutystep"),
    ]

    operations = together(operations)
