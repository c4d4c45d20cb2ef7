// Decides by an exported module what `fingerpost decide --lines` decides: the same answers, refusals and notes.
//   node javascript_decide.mjs MODULE < CASES > ANSWERS
// CASES: one JSON case a line.
import { readFileSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { CaseError, contradictions, decide } = await import(pathToFileURL(resolve(process.argv[2])));

const answers = [];
const notes = [];

function answer(line, number) {
  const document = JSON.parse(line);
  try {
    answers.push(JSON.stringify(decide(document)));
    notes.push(...contradictions(document).map((sentence) => `line ${number}: note: ${sentence}`));
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const text = error.message.replaceAll("\n", "; ");
    notes.push(`line ${number}: ${text}`);
    answers.push(JSON.stringify({ line: number, error: text }));
  }
}

function write(file, lines) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

readFileSync(0, "utf8").split("\n").filter(Boolean).forEach((line, place) => answer(line, place + 1));
write(1, answers);
write(2, notes);
