"""All tables of this room, and what guards them."""

import uuid

import django.core.validators
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import fingerpost.access.models.declarations
import fingerpost.access.models.embargoes
import fingerpost.access.references
import fingerpost.access.worked_out
import fingerpost.keys.fields
import fingerpost.keys.one_of
from fingerpost.keys.operations import (
    by_vendor,
    kept_on_postgresql,
    kept_on_sqlite,
    refusing,
    together,
)

# What was recorded stays as it is, whoever asks the database.
_KEPT = (
    "access_embargo",
    "access_embargolift",
    "access_brokenglass",
    "access_glassreview",
    "access_release",
    "access_releasestep",
)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("access", "0001_people"),
        ("access", "0002_need_to_know"),
        ("access", "0003_reasons"),
        ("access", "0005_identifiers"),
        ("access", "0006_emergencies"),
        ("access", "0007_releases"),
        ("access", "0008_kept_and_declared"),
        ("access", "0009_embargo_of_the_procedure"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("ground", fingerpost.keys.one_of.OneOf(max_length=20)),
                ("starts", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "ends",
                    models.DateTimeField(blank=True, help_text="the first moment without; open when empty", null=True),
                ),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reference",
                    models.CharField(
                        db_index=True, default=fingerpost.access.references.make, editable=False, max_length=20
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "indexes": [models.Index(fields=["-created_at", "id"], name="concern_newest")],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=400)),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["name", "email"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_in_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Declared",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", fingerpost.keys.fields.SecretText(owner="user_id")),
                ("born", fingerpost.keys.fields.SecretText(null=True, owner="user_id")),
                ("phone", fingerpost.keys.fields.SecretText(null=True, owner="user_id")),
                ("names", models.JSONField(default=fingerpost.access.models.declarations._none, editable=False)),
                ("born_token", models.BinaryField(db_index=True, max_length=8, null=True)),
                ("phone_token", models.BinaryField(db_index=True, max_length=8, null=True)),
                ("root", models.PositiveSmallIntegerField(editable=False)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["given_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText()),
                (
                    "involvement",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.involvement"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "verbose_name": "emergency look",
                "ordering": ["-at", "id"],
            },
        ),
        migrations.AddField(
            model_name="involvement",
            name="concern",
            field=models.ForeignKey(
                db_index=False, editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"
            ),
        ),
        migrations.CreateModel(
            name="Embargo",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("about", models.UUIDField(blank=True, null=True)),
                ("must_not_be_told", models.JSONField(default=fingerpost.access.models.embargoes.everyone)),
                ("authority", fingerpost.keys.one_of.OneOf(default="procedure", max_length=20)),
                ("until", fingerpost.keys.one_of.OneOf(default="either", max_length=20)),
                ("provision", models.CharField(blank=True, default="", max_length=60)),
                ("starts", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["starts", "id"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", fingerpost.keys.one_of.OneOf(max_length=30)),
                ("team", models.CharField(blank=True, max_length=100)),
                ("intake", models.BooleanField(default=False, help_text="takes in what the organisation is sent")),
                (
                    "staff_number",
                    models.CharField(blank=True, help_text="by which the organisation knows the person", max_length=40),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, help_text="the last day; open when empty", null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__name", "role", "starts"],
            },
        ),
        migrations.AddField(
            model_name="concern",
            name="created_by",
            field=models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"),
        ),
        migrations.AddField(
            model_name="involvement",
            name="by",
            field=models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="access.membership"),
        ),
        migrations.AddField(
            model_name="involvement",
            name="membership",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
            ),
        ),
        migrations.CreateModel(
            name="GlassReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("outcome", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("words", fingerpost.keys.fields.SecretText()),
                ("passed_to", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "look",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.brokenglass"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "verbose_name": "review of an emergency look",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="EmbargoLift",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("for_whom", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decision", fingerpost.keys.one_of.OneOf(max_length=20)),
                ("decision_id", models.UUIDField(default=uuid.uuid4, help_text="the recorded decision")),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                ("embargo", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="access.embargo")),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="access.membership")),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddField(
            model_name="embargo",
            name="by",
            field=models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="access.membership"),
        ),
        migrations.AddField(
            model_name="brokenglass",
            name="by",
            field=models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"),
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, unique=True)),
                ("kind", fingerpost.keys.one_of.OneOf(max_length=30)),
                ("area", models.CharField(blank=True, max_length=100)),
                ("nation", fingerpost.keys.one_of.OneOf(default="england-and-wales", max_length=30)),
                (
                    "read_within",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="minutes in which somebody opens a new concern, before the next is told",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="children",
                        to="access.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="organisation",
            field=models.ForeignKey(on_delete=models.PROTECT, related_name="memberships", to="access.organisation"),
        ),
        migrations.AddField(
            model_name="involvement",
            name="organisation",
            field=models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="access.organisation"),
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("covers", fingerpost.keys.one_of.OneOf(blank=True, max_length=20)),
                ("ground", fingerpost.keys.one_of.OneOf(max_length=20)),
                ("starts", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "ends",
                    models.DateTimeField(blank=True, help_text="the first moment without; open when empty", null=True),
                ),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        db_index=False, editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"
                    ),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="access.membership")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=200)),
                ("phone", models.CharField(blank=True, max_length=50)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("hours", models.CharField(blank=True, max_length=200)),
                ("out_of_hours_phone", models.CharField(blank=True, max_length=50)),
                ("out_of_hours", models.CharField(blank=True, max_length=200)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("confirm_every", models.PositiveSmallIntegerField(default=90, help_text="days")),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="contacts", to="access.organisation"),
                ),
            ],
            options={
                "ordering": ["organisation__name", "purpose"],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("what", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("thing", models.CharField(blank=True, editable=False, max_length=90)),
                ("for_whom", models.CharField(editable=False, max_length=60)),
                ("whom", fingerpost.keys.fields.SecretText()),
                ("words", fingerpost.keys.fields.SecretText()),
                ("reason", fingerpost.keys.fields.SecretText()),
                ("embargoes", models.JSONField(editable=False)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReleaseStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("production", models.UUIDField(editable=False, null=True)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "release",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.release"),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("text", fingerpost.keys.fields.SecretText(owner="user_id")),
                ("token", models.BinaryField(db_index=True, max_length=8)),
                ("root", models.PositiveSmallIntegerField(editable=False)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "kind"), name="identifier_once_of_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "covered_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="covering", to="access.membership"),
                ),
                (
                    "membership",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="absences", to="access.membership"),
                ),
            ],
            options={
                "ordering": ["starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))), name="absence_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("covered_by", models.F("membership")), _negated=True),
                        name="absence_covered_by_somebody_else",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="organisation_is_not_its_own_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gte", models.F("starts")), _connector="OR"),
                name="membership_ends_after_start",
            ),
        ),
        migrations.AddField(
            model_name="involvement",
            name="principal",
            field=fingerpost.access.worked_out.WorkedOut(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce("membership", "organisation"),
                output_field=models.UUIDField(),
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                condition=models.Q(("ground", "intake")), fields=["organisation", "-starts"], name="involvement_came"
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                fields=["concern", "principal", "compartment", "ground", "organisation", "starts", "ends"],
                name="involvement_concern",
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                fields=["principal", "concern", "compartment", "ground", "organisation", "starts", "ends"],
                name="involvement_principal",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gte", models.F("starts")), _connector="OR"),
                name="involvement_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", "intake"), ("membership", None)),
                    models.Q(models.Q(("ground", "intake"), _negated=True), ("membership__isnull", False)),
                    _connector="OR",
                ),
                name="involvement_intake_is_the_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", "emergency"), _negated=True),
                    models.Q(("compartment", "common"), ("ends__isnull", False)),
                    _connector="OR",
                ),
                name="involvement_emergency_is_common_and_ends",
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="barred",
            field=fingerpost.access.worked_out.WorkedOut(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce("user", "organisation"),
                output_field=models.UUIDField(),
            ),
        ),
        migrations.AddIndex(
            model_name="exclusion",
            index=models.Index(fields=["concern", "barred", "covers", "starts", "ends"], name="exclusion_concern"),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gte", models.F("starts")), _connector="OR"),
                name="exclusion_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", False), ("user", None)),
                    models.Q(("organisation", None), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="exclusion_of_a_person_or_an_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasestep",
            constraint=models.UniqueConstraint(
                fields=("concern", "compartment", "release", "kind"), name="release_step_once"
            ),
        ),
        by_vendor(
            sqlite=[statement for table in _KEPT for statement in kept_on_sqlite(table)],
            postgresql=[
                refusing("access_refuse"),
                *(statement for table in _KEPT for statement in kept_on_postgresql(table, "access_refuse")),
            ],
        ),
    ]

    operations = together(operations)
