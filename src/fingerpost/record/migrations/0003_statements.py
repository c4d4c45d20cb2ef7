import django.db.models.deletion
import django.utils.timezone
import fingerpost.keys.fields
import uuid
from django.db import migrations, models

from fingerpost.keys.operations import by_vendor
from fingerpost.record import guards

# The one part that an appearance had becomes its first statement, under the same id.
_PARTS = """INSERT INTO record_parttaken
    (id, matter_id, compartment, appearance_id, part, recorded_at, recorded_by_id)
SELECT id, matter_id, compartment, id, part, recorded_at, recorded_by_id FROM record_appearance"""
_KINDS = """UPDATE record_appearance SET kind = 'adult'
WHERE part IN ('alleged_abuser', 'partner', 'parent_or_carer', 'safer_person')"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_reasons"),
        ("record", "0002_what_was_recorded_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assertion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "compartment",
                    models.CharField(
                        choices=[
                            ("common", "Common record"),
                            ("police", "Police"),
                            ("designated_officer", "Designated officer’s strand"),
                            ("health", "Health"),
                        ],
                        default="common",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                ("fact", models.CharField(editable=False, max_length=60)),
                ("value", fingerpost.keys.fields.SecretText()),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("on_whose_word", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("asserted", "said by somebody"),
                            ("part", "follows from what the person has to do with the concern"),
                            ("relationship", "follows from a relationship"),
                            ("event", "follows from an event"),
                            ("casework", "follows from casework"),
                        ],
                        default="asserted",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("came_from", models.UUIDField(editable=False, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.appearance",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.matter",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.assertion",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Happened",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "compartment",
                    models.CharField(
                        choices=[
                            ("common", "Common record"),
                            ("police", "Police"),
                            ("designated_officer", "Designated officer’s strand"),
                            ("health", "Health"),
                        ],
                        default="common",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                ("type", models.CharField(editable=False, max_length=60)),
                ("at", models.DateTimeField(editable=False)),
                ("to", models.CharField(blank=True, editable=False, max_length=60)),
                (
                    "about",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.appearance",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.matter",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.happened",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartTaken",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "compartment",
                    models.CharField(
                        choices=[
                            ("common", "Common record"),
                            ("police", "Police"),
                            ("designated_officer", "Designated officer’s strand"),
                            ("health", "Health"),
                        ],
                        default="common",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("depicted", "Shown in the imagery"),
                            ("made_or_shared", "Made or shared it"),
                            ("received", "Received it"),
                            ("targeted", "Targeted"),
                            ("harmed_another", "Harmed another child"),
                            ("alleged_abuser", "Alleged abuser"),
                            ("partner", "Partner of the suspected adult"),
                            ("parent_or_carer", "Parent or carer"),
                            ("household", "Lives in the household"),
                            ("safer_person", "Safer person"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "appearance",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.appearance",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.matter",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.parttaken",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "compartment",
                    models.CharField(
                        choices=[
                            ("common", "Common record"),
                            ("police", "Police"),
                            ("designated_officer", "Designated officer’s strand"),
                            ("health", "Health"),
                        ],
                        default="common",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lives_with", "lives with"),
                            ("parent_of", "is a parent or carer of"),
                            ("partner_of", "is the partner of"),
                            ("unsupervised_contact", "has unsupervised contact with"),
                            ("works_at", "works at"),
                            ("volunteers_at", "volunteers at"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("place", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "matter",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.matter",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.appearance",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.appearance",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.relationship",
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
        migrations.AddField(
            model_name="appearance",
            name="kind",
            field=models.CharField(
                choices=[("child", "Child"), ("adult", "Adult")], default="child", editable=False, max_length=10
            ),
            preserve_default=False,
        ),
        by_vendor(
            sqlite=[_PARTS, _KINDS],
            postgresql=[
                # The owner is held by row-level security and the guards: `prepare_database` and `keep` lay them again.
                "ALTER TABLE record_appearance NO FORCE ROW LEVEL SECURITY",
                "DROP TRIGGER record_appearance_no_update_delete ON record_appearance",
                _PARTS,
                _KINDS,
            ],
        ),
        migrations.RemoveField(
            model_name="appearance",
            name="part",
        ),
        guards.keep(
            "record_appearance", "record_assertion", "record_happened", "record_parttaken", "record_relationship"
        ),
    ]
