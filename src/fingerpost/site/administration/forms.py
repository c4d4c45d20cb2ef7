"""The forms of an administrator's pages."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from fingerpost.access.handover import may_take_over
from fingerpost.access.models.people import Absence, Membership, Organisation, Role
from fingerpost.access.one_person import plain_number
from fingerpost.web.fields import ColleagueField, DayField, Words


def colleagues(membership: Membership, day: datetime.date) -> QuerySet[Membership]:
    """Return who could take over or cover: those in the organisation on `day` who may hold anything."""
    there = Membership.objects.on(day).filter(organisation=membership.organisation)
    return there.exclude(user=membership.user).exclude(role=Role.ADMINISTRATOR).select_related("user", "organisation")


class OrganisationForm(Words, forms.ModelForm):  # type: ignore[type-arg]
    """An organisation. `above` are those that it may stand beneath."""

    required_words: ClassVar[dict[str, str]] = {
        "name": "Enter the name of the organisation",
        "kind": "Choose what it is",
        "read_within": "Write a number of minutes, as 30",
    }

    class Meta:
        model = Organisation
        fields = ("name", "kind", "area", "nation", "read_within", "parent")
        error_messages: ClassVar = {"name": {"unique": "There is an organisation of that name already"}}

    def __init__(self, *args: Any, above: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        parent.queryset = above
        parent.required = self.instance.parent_id is not None or self.instance._state.adding
        parent.empty_label = "None" if not parent.required else None
        parent.error_messages["required"] = "Choose the organisation that it belongs to"

    def clean_parent(self) -> Organisation | None:
        """See that no organisation comes to stand beneath itself."""
        parent: Organisation | None = self.cleaned_data["parent"]
        above = parent
        while above is not None:
            if above.pk == self.instance.pk:
                raise forms.ValidationError("It cannot belong to itself or to one beneath it")
            above = above.parent
        return parent


class MemberForm(Words, forms.Form):
    """A person and the role that they get."""

    required_words: ClassVar[dict[str, str]] = {
        "name": "Enter the person’s name",
        "email": "Enter the person’s e-mail address",
        "role": "Choose a role",
    }

    name = forms.CharField(max_length=200)
    email = forms.EmailField(max_length=254)
    role = forms.ChoiceField(choices=[("", "Choose a role"), *Role.choices])
    team = forms.CharField(max_length=100, required=False)
    intake = forms.BooleanField(required=False)
    starts = DayField("first day")

    def clean_email(self) -> str:
        """Write the address in lower case, as it is kept."""
        return str(self.cleaned_data["email"]).lower()


class MembershipForm(Words, forms.ModelForm):  # type: ignore[type-arg]
    """What may change in a membership. A role does not: it ends, and another begins."""

    class Meta:
        model = Membership
        fields = ("team", "intake", "staff_number")

    def clean_staff_number(self) -> str:
        """Write a number as it is compared: in capital letters and digits."""
        return plain_number(self.cleaned_data["staff_number"])


class EndForm(Words, forms.Form):
    """The last day of a membership, and who takes over."""

    last_day = DayField("last day")
    successor = ColleagueField(Membership.objects.none(), required=False, empty_label="Nobody")

    def __init__(self, *args: Any, membership: Membership, today: datetime.date, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        successor = self.fields["successor"]
        assert isinstance(successor, ColleagueField)  # noqa: S101 - for the type checker
        successor.queryset = colleagues(membership, today)
        successor.required = needed
        successor.error_messages["required"] = "Choose who takes over what this person holds"

    def clean_last_day(self) -> datetime.date:
        """See that the last day is not before the first."""
        day: datetime.date = self.cleaned_data["last_day"]
        if day < self.membership.starts:
            raise forms.ValidationError("The last day is before the first")
        return day


class AbsenceForm(Words, forms.ModelForm):  # type: ignore[type-arg]
    """Days on which somebody is away, and who covers for them."""

    required_words: ClassVar[dict[str, str]] = {"covered_by": "Choose who covers"}

    starts = DayField("first day away")
    ends = DayField("last day away")
    covered_by = ColleagueField(Membership.objects.none(), empty_label="Choose a colleague")

    class Meta:
        model = Absence
        fields = ("starts", "ends", "covered_by")

    def __init__(self, *args: Any, membership: Membership, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.membership = membership
        covered_by = self.fields["covered_by"]
        assert isinstance(covered_by, ColleagueField)  # noqa: S101 - for the type checker
        covered_by.queryset = colleagues(membership, today)

    def clean(self) -> dict[str, Any]:
        """See that the days stand in order, and that whoever covers is there on all of them."""
        data = super().clean() or {}
        starts, ends, colleague = data.get("starts"), data.get("ends"), data.get("covered_by")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day is before the first")
        if starts and ends and colleague:
            leaver = self.instance.membership
            if not (may_take_over(leaver, colleague, starts) and may_take_over(leaver, colleague, ends)):
                self.add_error("covered_by", "This colleague is not there on all of these days")
        return data
