"""A pack as a DMN 1.4 document: one decision for each rule that has a condition, with what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import cast
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fingerpost.procedure.explaining.rules import standing
from fingerpost.procedure.language.tree import Applies, Happened, Named, Node, Scope, walk
from fingerpost.procedure.pack.model import Definition, Fact, Pack, Provision
from fingerpost.proof.dmn.exactness import kleene_is_exact
from fingerpost.proof.dmn.feel import Expression, Function, Writer
from fingerpost.proof.dmn.names import CONCERN, HAPPENED, ID, PEOPLE, Names, component

DMN = "https://www.omg.org/spec/DMN/20211108/MODEL/"
FEEL = "https://www.omg.org/spec/DMN/20211108/FEEL/"
OURS = "urn:fingerpost:dmn"

_TYPES = {CONCERN: "tConcern", "child": "tChild", "adult": "tAdult", "children": "tChildren", "adults": "tAdults"}
_INPUTS = (CONCERN, *PEOPLE.values())
_FINDINGS = "tFindings"


def dmn(pack: Pack) -> bytes:
    """The document, in UTF-8. The same pack always gives the same bytes."""
    root = _Document(pack).root
    indent(root)
    text: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


class _Document:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.names = Names(pack)
        self.writer = Writer(pack, self.names)
        attributes = {
            "xmlns": DMN,
            "xmlns:fingerpost": OURS,
            "id": "definitions",
            "name": f"{pack.title} ({pack.name})",
        }
        attributes |= {"namespace": f"urn:fingerpost:procedure:{pack.id}:{pack.version}", "exporter": "Fingerpost"}
        attributes |= {"expressionLanguage": FEEL, "typeLanguage": FEEL}
        self.root = Element("definitions", attributes)
        _text(self.root, "description", f"{pack.emergency} Made from {pack.name}, {standing(pack)}, {pack.digest}.")
        self.item_definitions()
        for name in _INPUTS:
            element = SubElement(self.root, "inputData", {"id": name, "name": name})
            SubElement(element, "variable", {"name": name, "typeRef": _TYPES[name]})
        for key, title in pack.sources.items():
            SubElement(self.root, "knowledgeSource", {"id": _source(key), "name": title, "label": key})
        for definition in pack.definitions.values():
            self.definition(definition)
        for rule in pack.decided:
            self.rule(rule)

    def item_definitions(self) -> None:
        conditions: Iterable[Node] = [cast(Node, rule.condition) for rule in self.pack.decided]
        used = {node.event for condition in conditions for node in walk(condition) if isinstance(node, Happened)}
        scopes: tuple[Scope, ...] = ("concern", "child", "adult")
        for scope in scopes:
            item = SubElement(self.root, "itemDefinition", {"name": _TYPES[scope]})
            if scope != "concern":
                _component(item, ID, "string")
            for fact in self.pack.facts_of(scope):
                if not fact.record_only:
                    _fact_component(item, fact)
            events = [event for event in self.pack.events.values() if event.about == scope and event.id in used]
            if events:
                happened = SubElement(item, "itemComponent", {"name": HAPPENED})
                for event in events:
                    _component(happened, component(event.id), "boolean", label=event.id, description=event.text)
        for kind, people in PEOPLE.items():
            listed = SubElement(self.root, "itemDefinition", {"name": _TYPES[people], "isCollection": "true"})
            _text(listed, "typeRef", _TYPES[kind])
        findings = SubElement(self.root, "itemDefinition", {"name": _FINDINGS, "isCollection": "true"})
        _component(findings, ID, "string")
        _component(findings, "applies", "boolean")

    def definition(self, definition: Definition) -> None:
        meaning = Named(definition.name, definition.scope, definition.meaning)
        if definition.scope == "concern":
            decision = self.decision(self.names.of(meaning), definition.name, definition.text)
            self.says(decision, self.names.of(meaning), "boolean", self.writer.write(definition.meaning, "concern"))
        else:
            self.function(self.writer.function(meaning), definition.name, definition.text)

    def rule(self, rule: Provision) -> None:
        name, condition, about = self.names.rule(rule.id), cast(Node, rule.condition), cast(Scope, rule.about)
        meaning = Applies(rule.id, about, condition)
        if about == "concern":
            typed, expression = "boolean", self.writer.write(condition, about)
        else:
            function, people = self.writer.function(meaning), PEOPLE[about]
            self.function(function, rule.id, f"Whether {rule.id} applies to one {about}.")
            call = self.writer.call(meaning)
            text = f"for {about} in {people} return {{{ID}: {about}.{ID}, applies: {call.text}}}"
            needs = {people: None} | {need: None for need in call.needs if need != about}
            typed, expression = _FINDINGS, Expression(text, needs, call.calls)
        decision = self.decision(name, rule.id, rule.text)
        self.marks(decision, rule, exact=kleene_is_exact(condition, self.pack.facts))
        _text(decision, "question", rule.when)
        self.says(decision, name, typed, expression, {cited.split()[0] for cited in rule.cites})

    def marks(self, decision: Element, rule: Provision, *, exact: bool) -> None:
        """What DMN has no words for, under our own namespace."""
        attributes: Mapping[str, str | None] = {
            "id": rule.id,
            "section": rule.section,
            "kind": rule.kind,
            "modality": rule.modality,
            "title": rule.title or None,
            "who": " ".join(rule.who) or None,
            "to": " ".join(rule.to) or None,
            "about": rule.about,
            "by": rule.by,
            "from": rule.deadline.event if rule.deadline else None,
            "heldFor": rule.held_for,
            "carriedOutBy": " ".join(rule.carried_out_by) or None,
            "embargoLiftedBy": rule.embargo.lifted_by if rule.embargo else None,
            "exact": str(exact).lower(),
        }
        extension = SubElement(decision, "extensionElements")
        given = {key: value for key, value in attributes.items() if value is not None}
        element = SubElement(extension, "fingerpost:rule", given)
        for cited in rule.cites:
            _text(element, "fingerpost:cites", cited)
        if rule.confirm:
            _text(element, "fingerpost:confirm", rule.confirm)

    def decision(self, name: str, label: str, description: str) -> Element:
        element = SubElement(self.root, "decision", {"id": name, "name": name, "label": label})
        _text(element, "description", description)
        return element

    def says(
        self, decision: Element, name: str, typed: str, expression: Expression, sources: Iterable[str] = ()
    ) -> None:
        """The decision's variable, what it requires, and its logic, in the order that the schema asks for."""
        SubElement(decision, "variable", {"name": name, "typeRef": typed})
        for need in expression.needs:
            required = "requiredInput" if need in _INPUTS else "requiredDecision"
            SubElement(SubElement(decision, "informationRequirement"), required, {"href": f"#{need}"})
        _requires(decision, "knowledgeRequirement", "requiredKnowledge", expression.calls)
        _requires(decision, "authorityRequirement", "requiredAuthority", map(_source, sorted(sources)))
        _logic(decision, typed, expression)

    def function(self, function: Function, label: str, description: str) -> None:
        attributes = {"id": function.name, "name": function.name, "label": label}
        element = SubElement(self.root, "businessKnowledgeModel", attributes)
        _text(element, "description", description)
        SubElement(element, "variable", {"name": function.name})
        logic = SubElement(element, "encapsulatedLogic", {"kind": "FEEL"})
        for parameter in function.parameters:
            typed = _TYPES.get(parameter, "boolean")
            SubElement(logic, "formalParameter", {"name": parameter, "typeRef": typed})
        _logic(logic, "boolean", function.body)
        _requires(element, "knowledgeRequirement", "requiredKnowledge", function.body.calls)


def _logic(parent: Element, typed: str, expression: Expression) -> None:
    _text(SubElement(parent, "literalExpression", {"typeRef": typed}), "text", expression.text)


def _requires(parent: Element, requirement: str, required: str, names: Iterable[str]) -> None:
    for name in names:
        SubElement(SubElement(parent, requirement), required, {"href": f"#{name}"})


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = " ".join(text.split())


def _component(parent: Element, name: str, typed: str, *, label: str = "", description: str = "") -> Element:
    element = SubElement(parent, "itemComponent", {"name": name} | ({"label": label} if label else {}))
    if description:
        _text(element, "description", description)
    _text(element, "typeRef", typed)
    return element


def _fact_component(parent: Element, fact: Fact) -> None:
    typed = {"bool": "boolean", "int": "number", "enum": "string"}[fact.type]
    element = _component(parent, component(fact.id), typed, label=fact.short, description=fact.ask)
    if fact.type != "bool":
        numbers = f"[{fact.values[0]}..{fact.values[-1]}]"
        allowed = numbers if fact.type == "int" else ", ".join(f'"{value}"' for value in fact.values)
        _text(SubElement(element, "allowedValues"), "text", allowed)


def _source(key: str) -> str:
    return "source_" + re.sub(r"[^A-Za-z0-9_]", "_", key)
