"""All tables of this room, and what guards them."""

import uuid

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import fingerpost.keys.fields
import fingerpost.keys.one_of
import fingerpost.record.models.initial_accounts
from fingerpost.keys.operations import by_vendor, together
from fingerpost.record import guards


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("record", "0001_concerns_and_people"),
        ("record", "0002_what_was_recorded_stays"),
        ("record", "0003_statements"),
        ("record", "0004_drafts_notes_and_closing"),
        ("record", "0005_moved"),
        ("record", "0006_conflicts"),
        ("record", "0007_let_in"),
        ("record", "0009_tries"),
        ("record", "0010_drafts_are_of_web"),
    ]

    dependencies = [
        ("access", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appearance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="AppearanceLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("other_compartment", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("why", fingerpost.keys.fields.SecretText()),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("why_undone", fingerpost.keys.fields.SecretText(null=True)),
                ("undone_at", models.DateTimeField(editable=False, null=True)),
                (
                    "linked_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                ("one", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="record.appearance")),
                ("other", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="record.appearance")),
                (
                    "other_concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["linked_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True), name="link_joins_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None), ("why_undone__isnull", True)),
                            models.Q(
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                                ("why_undone__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="link_is_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assertion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                ("fact", models.CharField(editable=False, max_length=60)),
                ("value", fingerpost.keys.fields.SecretText()),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("on_whose_word", fingerpost.keys.fields.SecretText(null=True)),
                ("source", fingerpost.keys.one_of.OneOf(default="asserted", editable=False, max_length=20)),
                ("came_from", models.UUIDField(editable=False, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.assertion"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InitialAccount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("narrative", fingerpost.keys.fields.SecretText()),
                ("childs_voice", fingerpost.keys.fields.SecretText()),
                ("how", fingerpost.keys.fields.SecretText(help_text="how the practitioner became aware")),
                ("became_aware_at", models.DateTimeField()),
                ("setting", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=20)),
                (
                    "forms",
                    models.JSONField(
                        default=fingerpost.record.models.initial_accounts._none,
                        editable=False,
                        help_text="some of `AbuseForm`",
                    ),
                ),
                ("device", fingerpost.keys.fields.SecretText(null=True)),
                ("platform", fingerpost.keys.fields.SecretText(null=True)),
                ("handles", fingerpost.keys.fields.SecretText(help_text="names used online", null=True)),
                ("reporter", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=20)),
                ("reported_by", fingerpost.keys.fields.SecretText(help_text="who told, by name", null=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["-recorded_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("concern", "compartment"), name="told_once_in_each_compartment")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictFound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("found", models.CharField(editable=False, max_length=60)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "appearance",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "exclusion",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.exclusion"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["found_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ConflictAnswered",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                ("answer", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                (
                    "exclusion",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.exclusion"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "conflict",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.conflictfound"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer__in", ["stays", "undone"]), ("conflict", None), ("exclusion__isnull", False)
                            ),
                            models.Q(
                                ("answer__in", ["same", "other"]), ("conflict__isnull", False), ("exclusion", None)
                            ),
                            _connector="OR",
                        ),
                        name="conflict_answer_fits_what_is_asked",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Detail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("kind", fingerpost.keys.one_of.OneOf(max_length=20)),
                ("value", fingerpost.keys.fields.SecretText()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("appearance", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="record.appearance")),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="record.detail"),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Happened",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                ("type", models.CharField(editable=False, max_length=60)),
                ("at", models.DateTimeField(editable=False)),
                ("to", models.CharField(blank=True, editable=False, max_length=60)),
                (
                    "about",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.happened"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HiddenHit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("found", models.CharField(editable=False, max_length=60)),
                ("strength", models.PositiveSmallIntegerField(editable=False)),
                (
                    "appearance",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
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
                "ordering": ["-at", "id"],
            },
        ),
        migrations.CreateModel(
            name="HitAnswered",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("answer", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("words", fingerpost.keys.fields.SecretText()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "hit",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.hiddenhit"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("other_compartment", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("found", models.CharField(editable=False, max_length=60)),
                ("strength", models.PositiveSmallIntegerField(editable=False)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "one",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "other_concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["-strength", "found_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True), name="likeness_is_of_two"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LikenessAnswered",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("other_compartment", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("answer", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("why", fingerpost.keys.fields.SecretText()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "likeness",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="record.likeness"),
                ),
                (
                    "link",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="record.appearancelink",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "other_concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "yes"), ("link__isnull", False)),
                            models.Q(models.Q(("answer", "yes"), _negated=True), ("link", None)),
                            _connector="OR",
                        ),
                        name="yes_is_a_link",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("words", fingerpost.keys.fields.SecretText()),
                ("happened_on", models.DateField(editable=False, null=True)),
                ("many_on_one_side", models.BooleanField(editable=False, null=True)),
                ("address", fingerpost.keys.fields.SecretText(null=True)),
                ("told", fingerpost.keys.fields.SecretText(null=True)),
                ("teller", fingerpost.keys.fields.SecretText(null=True)),
                ("reference", fingerpost.keys.fields.SecretText(null=True)),
                ("headings", fingerpost.keys.fields.SecretText(null=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "about",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "extremism"), _negated=True),
                            models.Q(("teller__isnull", False), ("told__isnull", False)),
                            _connector="OR",
                        ),
                        name="note_of_extremism_is_in_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "harmful_site"), _negated=True), ("about__isnull", False), _connector="OR"
                        ),
                        name="note_of_a_harmful_site_is_of_a_child",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartTaken",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                ("part", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                (
                    "appearance",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.parttaken"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProcedureMove",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("before", models.CharField(editable=False, max_length=60)),
                ("to", models.CharField(editable=False, max_length=60)),
                ("why", fingerpost.keys.fields.SecretText()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("place", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "one",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.relationship"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["volunteers_at", "works_at"]), ("other", None), ("place__isnull", False)
                            ),
                            models.Q(
                                ("other__isnull", False),
                                ("place__isnull", True),
                                models.Q(("kind__in", ["volunteers_at", "works_at"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="relationship_leads_to_somebody_or_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True),
                        name="relationship_is_between_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceMatched",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "relationship",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.relationship"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SearchToken",
            fields=[
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "token",
                        "concern",
                        "compartment",
                        "appearance",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("token", models.BinaryField(max_length=8)),
                ("root", models.PositiveSmallIntegerField(editable=False)),
                (
                    "appearance",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="record.appearance",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TurnTaken",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("turn", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("outcome", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=40)),
                ("why", fingerpost.keys.fields.SecretText()),
                ("agreed_by", fingerpost.keys.fields.SecretText(null=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed_by__isnull", False),
                                ("turn", "closed"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(models.Q(("turn", "closed"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="closing_has_an_outcome_that_was_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to__isnull", False), ("turn", "transferred")),
                            models.Q(models.Q(("turn", "transferred"), _negated=True), ("to", None)),
                            _connector="OR",
                        ),
                        name="transfer_is_to_an_organisation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ViewingDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("decided_by", fingerpost.keys.fields.SecretText()),
                ("viewed_by", fingerpost.keys.fields.SecretText()),
                ("viewed_at", models.DateTimeField(editable=False)),
                ("place", fingerpost.keys.fields.SecretText()),
                ("present", fingerpost.keys.fields.SecretText()),
                ("why", fingerpost.keys.fields.SecretText()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PupilList",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("pupils", fingerpost.keys.fields.SecretText(owner="organisation_id")),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "organisation",
                    models.OneToOneField(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["organisation_id"],
            },
        ),
        by_vendor(sqlite=guards.sqlite(), postgresql=guards.postgresql()),
    ]

    operations = together(operations)
