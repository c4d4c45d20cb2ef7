"""All tables of this room, and what guards them."""

import uuid

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import fingerpost.casework.models.enquiries
import fingerpost.casework.models.meetings
import fingerpost.casework.models.police
import fingerpost.casework.models.referrals
import fingerpost.casework.models.support
import fingerpost.keys.fields
import fingerpost.keys.one_of
from fingerpost.keys.operations import together
from fingerpost.record.guards import keep


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("casework", "0001_referrals"),
        ("casework", "0010_front_door"),
        ("casework", "0011_meetings"),
        ("casework", "0012_police_and_support"),
        ("casework", "0013_enquiries_and_agreements"),
        ("casework", "0014_risk_assessments"),
        ("casework", "0015_dip_samples"),
        ("casework", "0016_strands_and_gone_round"),
    ]

    dependencies = [
        ("record", "0001_initial"),
        ("access", "0001_initial"),
        ("record", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("text", fingerpost.keys.fields.SecretText()),
                ("at", models.DateTimeField(editable=False)),
                (
                    "about",
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
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CrossBorder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("result", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                (
                    "whom",
                    fingerpost.keys.fields.SecretText(help_text="which agency, in which area or country", null=True),
                ),
                ("why", fingerpost.keys.fields.SecretText(help_text="why they are told, or why that is not needed")),
                ("at", models.DateTimeField(editable=False)),
                (
                    "about",
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
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("form", fingerpost.keys.one_of.OneOf(editable=False, max_length=12)),
                (
                    "reason",
                    fingerpost.keys.fields.SecretText(help_text="why it is a discussion and no meeting", null=True),
                ),
                ("asked_by", models.JSONField(default=fingerpost.casework.models.meetings.no_items, editable=False)),
                ("why", fingerpost.keys.fields.SecretText(null=True)),
                ("called_at", models.DateTimeField(editable=False)),
                ("planned_at", models.DateTimeField(editable=False)),
                ("place", fingerpost.keys.fields.SecretText(null=True)),
                ("chair", fingerpost.keys.fields.SecretText()),
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
                "ordering": ["planned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeetingAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("item", models.CharField(editable=False, max_length=60)),
                ("what", fingerpost.keys.fields.SecretText()),
                ("agency", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                (
                    "owner",
                    fingerpost.keys.fields.SecretText(
                        help_text="who has it, where they are not on this service", null=True
                    ),
                ),
                ("due", models.DateField(editable=False)),
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
                    "meeting",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.meeting"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["due", "recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeetingPerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("agency", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("name", fingerpost.keys.fields.SecretText(null=True)),
                ("role", fingerpost.keys.fields.SecretText(null=True)),
                ("organisation", fingerpost.keys.fields.SecretText(null=True)),
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
                    "meeting",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.meeting"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeetingTelling",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("to", models.CharField(editable=False, max_length=60)),
                ("moment", models.DateTimeField(editable=False)),
                ("teller", fingerpost.keys.fields.SecretText(help_text="who tells them")),
                ("reasons", fingerpost.keys.fields.SecretText()),
                ("risk", fingerpost.keys.fields.SecretText(null=True)),
                ("beside", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "about",
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
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["moment", "id"],
            },
        ),
        migrations.CreateModel(
            name="PoliceStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=30)),
                ("at", models.DateTimeField(editable=False)),
                ("until", models.DateField(editable=False, null=True)),
                ("outcome", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=30)),
                ("contact_of", models.JSONField(default=fingerpost.casework.models.police._nobody, editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "contact",
                    fingerpost.keys.fields.SecretText(
                        help_text="of bail: what it does to contact with children, in words", null=True
                    ),
                ),
                ("held_by", fingerpost.keys.fields.SecretText(help_text="of devices: who holds them", null=True)),
                (
                    "headings",
                    fingerpost.keys.fields.SecretText(
                        help_text="of a risk assessment, for which it is marked, by their ids", null=True
                    ),
                ),
                (
                    "about",
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
                (
                    "of",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="casework.policestep"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("to", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                (
                    "outside",
                    fingerpost.keys.fields.SecretText(
                        help_text="who received it, where they are not on this service", null=True
                    ),
                ),
                ("way", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("asks", fingerpost.keys.fields.SecretText(help_text="what the sender asks for")),
                ("text", fingerpost.keys.fields.SecretText()),
                ("provisions", models.JSONField(default=fingerpost.casework.models.referrals._none, editable=False)),
                ("sent_at", models.DateTimeField(editable=False)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                    "passed_on",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="casework.referral"
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at", "id"],
                "indexes": [
                    models.Index(fields=["organisation", "sent_at"], name="referral_to"),
                    models.Index(fields=["sender", "sent_at"], name="referral_from"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("outside__isnull", True)),
                            models.Q(("organisation__isnull", True), ("outside__isnull", False)),
                            _connector="OR",
                        ),
                        name="referral_goes_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation", models.F("sender")), _negated=True),
                        name="referral_goes_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                (
                    "siblings",
                    fingerpost.keys.fields.SecretText(
                        help_text="of a decision: what was considered about other children at home", null=True
                    ),
                ),
                ("on_word", models.BooleanField(default=False, editable=False)),
                (
                    "whom",
                    fingerpost.keys.fields.SecretText(
                        help_text="which agency was asked, or who answers a disagreement", null=True
                    ),
                ),
                ("until", models.DateField(editable=False, null=True)),
                ("stage", fingerpost.keys.one_of.OneOf(blank=True, default="", editable=False, max_length=20)),
                (
                    "answers",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="casework.referralstep",
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
                (
                    "referral",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["referral", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "referral", "number"), name="referral_steps_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("platform", fingerpost.keys.fields.SecretText(help_text="the platform, the device or the place")),
                (
                    "address",
                    fingerpost.keys.fields.SecretText(
                        help_text="written so that nobody can follow it by mistake", null=True
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.appearance"
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
            name="RemovalStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("asked", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=20)),
                ("reference", fingerpost.keys.fields.SecretText(null=True)),
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
                    "removal",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.removal"
                    ),
                ),
            ],
            options={
                "ordering": ["removal", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "removal", "number"), name="removal_steps_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("began_at", models.DateTimeField(editable=False)),
                (
                    "about",
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
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["began_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="RiskAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("heading", models.CharField(editable=False, max_length=40)),
                ("status", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                (
                    "text",
                    fingerpost.keys.fields.SecretText(help_text="what is known; of what is not, the reason", null=True),
                ),
                ("found_by", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=10)),
                ("found_where", fingerpost.keys.fields.SecretText(help_text="the source in words", null=True)),
                ("sought_from", fingerpost.keys.fields.SecretText(null=True)),
                ("sought_since", models.DateField(editable=False, null=True)),
                ("effects", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.riskassessment"
                    ),
                ),
            ],
            options={
                "ordering": ["assessment", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "assessment", "number"), name="risk_answers_are_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sought_since__isnull", False), ("status", "sought")),
                            models.Q(models.Q(("status", "sought"), _negated=True), ("sought_since__isnull", True)),
                            _connector="OR",
                        ),
                        name="risk_answer_is_sought_since_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskInterview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("whom", fingerpost.keys.one_of.OneOf(editable=False, max_length=30)),
                ("at", models.DateTimeField(editable=False)),
                ("who", fingerpost.keys.fields.SecretText(help_text="who was interviewed, and who did it")),
                ("separately", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "headings",
                    fingerpost.keys.fields.SecretText(help_text="for which it is marked, by their ids", null=True),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.riskassessment"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="record.happened"),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["at", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "assessment", "number"), name="risk_interviews_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskJudgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("dimension", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                (
                    "level",
                    fingerpost.keys.fields.SecretText(help_text="one of `Level`; of the public rating, in words"),
                ),
                ("reasons", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.riskassessment"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["assessment", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "assessment", "number"), name="risk_judgements_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                (
                    "assessment",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.riskassessment"
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
                "ordering": ["assessment", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "assessment", "number"), name="risk_steps_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Safeguard",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("at", models.DateTimeField(editable=False)),
                ("until", models.DateField(editable=False, null=True)),
                ("children", models.JSONField(default=fingerpost.casework.models.support._nobody, editable=False)),
                ("text", fingerpost.keys.fields.SecretText()),
                ("checker", fingerpost.keys.fields.SecretText(help_text="who checks that it holds")),
                (
                    "about",
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
                "ordering": ["at", "recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SafeguardStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
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
                    "safeguard",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.safeguard"
                    ),
                ),
            ],
            options={
                "ordering": ["safeguard", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "safeguard", "number"), name="safeguard_steps_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sampled",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sample", models.UUIDField(editable=False)),
                ("seed", models.CharField(editable=False, max_length=32)),
                ("first", models.DateField(editable=False)),
                ("last", models.DateField(editable=False)),
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
                    "organisation",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "sampled",
                "ordering": ["recorded_at", "id"],
                "indexes": [models.Index(fields=["sample"], name="sampled_sample")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "sample"), name="sampled_once_in_a_sample"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("question", models.CharField(editable=False, max_length=40)),
                ("answer", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
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
                    "sampled",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.sampled"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ActionAgreed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("text", fingerpost.keys.fields.SecretText(help_text="what is to be done, and who does it", null=True)),
                ("due", models.DateField(editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "ends",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="casework.actionagreed",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "sampled",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.sampled"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "actions agreed",
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends", None), ("text__isnull", False)),
                            models.Q(("due", None), ("ends__isnull", False), ("text__isnull", True)),
                            _connector="OR",
                        ),
                        name="action_is_agreed_or_carried_out",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=12)),
                ("people", models.JSONField(default=fingerpost.casework.models.enquiries._nobody, editable=False)),
                ("assessed", models.JSONField(default=fingerpost.casework.models.enquiries._nobody, editable=False)),
                ("text", fingerpost.keys.fields.SecretText(help_text="why it was opened")),
                ("at", models.DateTimeField(editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.happened"
                    ),
                ),
                (
                    "led_from",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="casework.stage"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="FactorJudgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("provision", models.CharField(editable=False, max_length=60)),
                ("judged", fingerpost.keys.one_of.OneOf(editable=False, max_length=12)),
                ("rests_on", fingerpost.keys.fields.SecretText(null=True)),
                ("waits_for_equipment", models.BooleanField(default=False, editable=False)),
                ("at", models.DateTimeField(editable=False)),
                (
                    "about",
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
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "stage",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="casework.stage"),
                ),
            ],
            options={
                "ordering": ["at", "recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="StageStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=12)),
                ("outcome", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=20)),
                ("alone", models.BooleanField(editable=False, null=True)),
                ("day", models.DateField(editable=False, null=True)),
                ("who", fingerpost.keys.fields.SecretText(help_text="who took part", null=True)),
                (
                    "plain",
                    fingerpost.keys.fields.SecretText(
                        help_text="the same in words that the family can read", null=True
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="casework.stagestep"
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
                (
                    "stage",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="casework.stage"),
                ),
            ],
            options={
                "ordering": ["stage", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "stage", "number"), name="stage_steps_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Strand",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("other_compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
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
                    "other_concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "referral"), name="strand_once_for_a_referral"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("at", models.DateTimeField(editable=False)),
                (
                    "somebody",
                    fingerpost.keys.fields.SecretText(
                        help_text="the person supported, where they are not in the concern", null=True
                    ),
                ),
                ("tie", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=10)),
                ("giver", fingerpost.keys.fields.SecretText(help_text="who gives or offers it")),
                ("text", fingerpost.keys.fields.SecretText()),
                ("untold", models.BooleanField(default=False, editable=False)),
                (
                    "about",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "adult",
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
                "ordering": ["at", "recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about__isnull", False), ("somebody__isnull", True)),
                            models.Q(("about__isnull", True), ("somebody__isnull", False)),
                            _connector="OR",
                        ),
                        name="support_is_for_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about__isnull", False), ("adult__isnull", True), ("tie", "")),
                            models.Q(("adult__isnull", False), models.Q(("tie", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="support_of_others_says_of_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UrgentAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("what", fingerpost.keys.fields.SecretText()),
                ("why", fingerpost.keys.fields.SecretText()),
                ("who", fingerpost.keys.fields.SecretText()),
                ("at", models.DateTimeField(editable=False)),
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
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="AgreementStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=12)),
                ("provision", models.CharField(blank=True, editable=False, max_length=60)),
                ("title", fingerpost.keys.fields.SecretText(null=True)),
                ("who", fingerpost.keys.fields.SecretText(null=True)),
                ("done", fingerpost.keys.fields.SecretText(null=True)),
                ("outcome", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=20)),
                ("day", models.DateField(editable=False, null=True)),
                ("while_held", models.BooleanField(default=False, editable=False)),
                (
                    "about",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.agreement"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.happened"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["agreement", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "agreement", "number"), name="agreement_steps_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspectBypass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("post", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("by_name", models.BooleanField(default=False, editable=False)),
                ("text", fingerpost.keys.fields.SecretText(help_text="why, or why not any more", null=True)),
                (
                    "about",
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
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="casework.suspectbypass",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "suspect bypasses",
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("takes_back__isnull", False)),
                        fields=("concern", "compartment", "takes_back"),
                        name="suspect_bypass_is_ended_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("item", models.CharField(blank=True, editable=False, max_length=60)),
                ("about", models.UUIDField(editable=False, null=True)),
                ("outcome", models.CharField(blank=True, editable=False, max_length=16)),
                ("late", models.BooleanField(default=False, editable=False)),
                ("who", fingerpost.keys.fields.SecretText(null=True)),
                ("agency", fingerpost.keys.one_of.OneOf(blank=True, editable=False, max_length=20)),
                ("agenda", models.JSONField(default=fingerpost.casework.models.meetings.no_items, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "happened",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.happened"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="casework.meeting"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="casework.meetingperson",
                    ),
                ),
                (
                    "telling",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="casework.meetingtelling",
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "meeting", "number"), name="meeting_steps_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PoliceOpened",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("why", fingerpost.keys.fields.SecretText()),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.happened"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "opened_event",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="record.happened"
                    ),
                ),
                (
                    "opened_step",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="casework.policestep"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="casework.policestep"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("event__isnull", True),
                                ("opened_event__isnull", True),
                                ("opened_step__isnull", False),
                                ("step__isnull", False),
                            ),
                            models.Q(
                                ("event__isnull", False),
                                ("opened_event__isnull", False),
                                ("opened_step__isnull", True),
                                ("step__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="police_opened_one_thing",
                    )
                ],
            },
        ),
        keep(
            "casework_referral",
            "casework_referralstep",
            "casework_crossborder",
            "casework_meeting",
            "casework_meetingperson",
            "casework_meetingtelling",
            "casework_meetingaction",
            "casework_meetingstep",
            "casework_urgentaction",
            "casework_policestep",
            "casework_policeopened",
            "casework_removal",
            "casework_removalstep",
            "casework_safeguard",
            "casework_safeguardstep",
            "casework_supportstep",
            "casework_agreement",
            "casework_agreementstep",
            "casework_factorjudgement",
            "casework_stage",
            "casework_stagestep",
            "casework_riskassessment",
            "casework_riskanswer",
            "casework_riskjudgement",
            "casework_riskinterview",
            "casework_riskstep",
            "casework_sampled",
            "casework_finding",
            "casework_actionagreed",
            "casework_suspectbypass",
            "casework_strand",
        ),
    ]

    operations = together(operations)
