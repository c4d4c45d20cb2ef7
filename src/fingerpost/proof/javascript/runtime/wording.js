// What is wrong with a case, in words: where, what is wrong, what would be right.

/** The input is no case: nothing of it is decided. `problems` are all that was found, in the order of the case. */
export class CaseError extends Error {
  constructor(problems) {
    super(problems.map(said).join("\n"));
    this.name = "CaseError";
    this.problems = problems;
  }
}

const problem = (where, what, right) => ({ where, what, right });

function said({ where, what, right }) {
  const text = where ? `${where}: ${what}` : what;
  return right ? `${text}. ${right}` : text;
}

const UNPRINTABLE = /[\p{C}\p{Z}]/u;
const isPrintable = (text) => !UNPRINTABLE.test(text.replaceAll(" ", ""));

/** A text with what cannot be printed, and all that is not ASCII, spelt out as Python does. */
function spelt(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const named = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", [quote]: `\\${quote}` };
  return Array.from(text, (sign) => {
    const code = sign.codePointAt(0);
    if (named[sign]) return named[sign];
    if (code >= 0x20 && code < 0x7f) return sign;
    const hex = code.toString(16);
    return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  }).join("");
}

/** A value as a message shows it: short, on one line. */
function shown(value) {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") {
    const signs = Array.from(value);
    const text = signs.length <= 60 ? value : `${signs.slice(0, 59).join("")}…`;
    return `“${isPrintable(text) ? text : spelt(text)}”`;
  }
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : String(value);
}

/** A path as people write it: `people[1].facts.age`. */
function pathText(path) {
  const key = (step) => (/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(step) ? step : shown(step));
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${key(step)}`)).join("");
  return text.startsWith(".") ? text.slice(1) : text;
}

const listed = (names) =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}` : names[0];

/** Advice that names the nearest of `known`, empty where none is near (Ratcliff and Obershelp’s measure, from 0.6). */
function nearest(name, known) {
  const word = Array.from(name);
  let [best, score] = ["", 0.6];
  for (const one of known) {
    const near = (2 * matching(Array.from(one), word)) / (one.length + word.length);
    if (near > score || (near === score && one > best)) [best, score] = [one, near];
  }
  return best ? `Did you mean “${best}”?` : "";
}

/** How many signs two words have in common: in their longest common part, and to the left and right of it. */
function matching(a, b) {
  let [size, atA, atB] = [0, 0, 0];
  let before = [];
  for (let i = 0; i < a.length; i += 1) {
    const ends = [];
    for (let j = 0; j < b.length; j += 1) {
      if (a[i] !== b[j]) continue;
      ends[j] = (before[j - 1] ?? 0) + 1;
      if (ends[j] > size) [size, atA, atB] = [ends[j], i - ends[j] + 1, j - ends[j] + 1];
    }
    before = ends;
  }
  if (!size) return 0;
  return size + matching(a.slice(0, atA), b.slice(0, atB)) + matching(a.slice(atA + size), b.slice(atB + size));
}

/** Where a problem is in the document, for the order in which problems are told. */
function position(document, path) {
  const at = [];
  let part = document;
  for (const step of path) {
    if (isMapping(part) && Object.hasOwn(part, step)) at.push(Object.keys(part).indexOf(step));
    else if (Array.isArray(part) && typeof step === "number") at.push(step);
    else break;
    part = part[step];
  }
  return at;
}

/** Problems in the order in which the document states what they are about; what is missing comes first. */
function inTextOrder(document, problems) {
  const rows = problems.map((one) => ({ one, at: position(document, one.path) }));
  rows.sort((a, b) => {
    const differs = a.at.findIndex((step, i) => step !== b.at[i]);
    if (differs < 0) return a.at.length - b.at.length;
    return differs >= b.at.length ? 1 : a.at[differs] - b.at[differs];
  });
  return rows.map(({ one }) => one);
}
