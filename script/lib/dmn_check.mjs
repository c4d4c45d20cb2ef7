// A second opinion on a DMN file: dmn-moddle reads it against its schema, and feelin evaluates its FEEL.
//   node dmn_check.mjs FILE < INPUTS > ANSWERS
// INPUTS: {"concern": {…}, "children": […], "adults": […]}, one a line. ANSWERS: what each decision that stands for a
// rule says, by the rule's id, one a line. A decision is given what the file says that it requires, and nothing else.
// Whatever the reader or FEEL warns of, and a value of another type than the file says, ends it with status 1.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { DmnModdle } from "dmn-moddle";
import { evaluate, unaryTest } from "feelin";

// The reader's schema is DMN 1.3's. All that we use of 1.4 stands in it, under another address.
const DMN_14 = "https://www.omg.org/spec/DMN/20211108/MODEL/";

function refuse(message) {
  console.error(message);
  process.exit(1);
}

async function read(file) {
  const xml = await readFile(file, "utf8");
  if (!xml.includes(`xmlns="${DMN_14}"`)) refuse("This is not DMN 1.4.");
  const moddle = new DmnModdle({}, { strict: true, nsMap: { [DMN_14]: "dmn" } });
  const { rootElement, elementsById, warnings } = await moddle.fromXML(xml, "dmn:Definitions");
  if (warnings.length) refuse(warnings.map((warning) => warning.message).join("\n"));
  return new Model(rootElement, elementsById);
}

class Model {
  constructor(root, elements) {
    this.elements = elements;
    this.types = new Map((root.itemDefinition ?? []).map((item) => [item.name, item]));
    this.inputs = root.drgElement.filter((element) => element.$type === "dmn:InputData");
    this.decisions = root.drgElement.filter((element) => element.$type === "dmn:Decision");
    this.warnings = [];
    this.made = new Map();
    for (const decision of this.decisions) this.decision(decision);
  }

  required({ href }) {
    return this.elements[href.slice(1)] ?? refuse(`Nothing has the id ${href}.`);
  }

  // A FEEL function with these parameters, that may call what the element requires.
  function(element, parameters, text) {
    const models = (element.knowledgeRequirement ?? []).map((one) => this.required(one.requiredKnowledge));
    const context = Object.fromEntries(models.map((model) => [model.name, this.knowledge(model)]));
    const { value, warnings } = evaluate(`function(${parameters.join(", ")}) ${text}`, context);
    this.warnings.push([element.name, warnings]);
    return value;
  }

  once(element, make) {
    if (!this.made.has(element.id)) this.made.set(element.id, make());
    return this.made.get(element.id);
  }

  knowledge(model) {
    return this.once(model, () => {
      const { formalParameter, body } = model.encapsulatedLogic;
      return this.function(model, formalParameter.map((parameter) => parameter.name), body.text);
    });
  }

  decision(decision) {
    return this.once(decision, () => {
      const needed = (decision.informationRequirement ?? []).map((one) =>
        this.required(one.requiredInput ?? one.requiredDecision),
      );
      const logic = this.function(decision, needed.map((one) => one.name), decision.decisionLogic.text);
      return { needed, logic };
    });
  }

  answer(decision, known) {
    if (!known.has(decision.id)) {
      const { needed, logic } = this.decision(decision);
      const value = logic.invoke(needed.map((one) => this.answer(one, known)));
      this.check(decision, value);
      known.set(decision.id, value);
    }
    return known.get(decision.id);
  }

  answers(given) {
    const known = new Map();
    for (const input of this.inputs) {
      this.check(input, given[input.name]);
      known.set(input.id, given[input.name]);
    }
    const rules = this.decisions.filter((decision) => decision.extensionElements);
    const found = Object.fromEntries(rules.map((rule) => [rule.label, this.answer(rule, known)]));
    for (const [name, warnings] of this.warnings) {
      if (warnings.length) refuse(`${name}: ${warnings.map((warning) => warning.message).join("; ")}`);
    }
    return found;
  }

  check({ name, variable }, value) {
    if (!this.fits(value, variable.typeRef)) {
      refuse(`${name} is not a ${variable.typeRef}: ${JSON.stringify(value)}`);
    }
  }

  fits(value, typeRef) {
    const own = this.types.get(typeRef);
    if (!own) return value === null || typeof value === typeRef;
    return own.isCollection
      ? Array.isArray(value) && value.every((one) => this.has(one, own))
      : this.has(value, own);
  }

  // Whether the value is what an item definition or component says, with all its parts and no others.
  has(value, { typeRef, itemComponent, allowedValues }) {
    if (allowedValues && value !== null && !unaryTest(allowedValues.text, { "?": value }).value) return false;
    if (!itemComponent) return this.fits(value, typeRef);
    const names = itemComponent.map((component) => component.name);
    return (
      Object.keys(value).length === names.length &&
      itemComponent.every((component) => component.name in value && this.has(value[component.name], component))
    );
  }
}

const model = await read(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(model.answers(JSON.parse(line))));
}
