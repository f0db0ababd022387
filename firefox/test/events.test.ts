// Holds the SDK's types and the tests in browsers to the notes on the API's events.
import { readdirSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const NOTES = resolve(ROOT, "server/src/test/resources/rtcuser-behaviour.md");

/** Tests that run in a browser; this one does not. */
const BROWSER_TESTS = [
  ...filesIn("server/src/test/java/dev/rillcast/browser", ".java"),
  ...filesIn("firefox/test", ".ts"),
];

const ERROR_FIELDS = ["code", "name", "message", "text", "type", "userinfo"];

const program = ts.createProgram([resolve(ROOT, "sdk/src/events.ts")], {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
});
const checker = program.getTypeChecker();
const declared = eventMap();

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(resolve(ROOT, folder))
    .filter((name) => name.endsWith(ending) && name !== basename(import.meta.filename))
    .map((name) => readFileSync(resolve(ROOT, folder, name), "utf8"));
}

/** Each event's name with the type of its data. */
function eventMap(): Map<string, ts.Type> {
  const source = program.getSourceFile(resolve(ROOT, "sdk/src/events.ts"));
  const map = source?.statements.find(
    (each) => ts.isInterfaceDeclaration(each) && each.name.text === "EventMap",
  );
  if (map === undefined) {
    throw new Error("There is no EventMap");
  }
  const properties = checker.getTypeAtLocation(map).getProperties();
  return new Map(properties.map((each) => [each.name, typeOf(each)]));
}

function typeOf(property: ts.Symbol): ts.Type {
  return checker.getNonNullableType(checker.getTypeOfSymbol(property));
}

/** Whether the type has the field, which may be that of a field or of an array's elements: a[].b */
function has(type: ts.Type | undefined, path: string): boolean {
  const [first = "", ...rest] = path.split(".");
  const name = first.replace("[]", "");
  const property = type?.getProperty(name);
  if (property === undefined || rest.length === 0) {
    return property !== undefined;
  }
  const field = typeOf(property);
  return has(first === name ? field : field.getNumberIndexType(), rest.join("."));
}

/** The table's rows: names of events, and paths of their fields. */
function rows(): { names: string[]; fields: string[]; orError: boolean }[] {
  const [, table = ""] = readFileSync(NOTES, "utf8").split("| Event | Fields |\n|---|---|\n");
  return (table.split("\n\n")[0] ?? "").split("\n").map((row) => {
    const [, names = "", fields = ""] = row.split("|");
    const paths = [...fields.matchAll(/`([^`]+)`/g)].flatMap(([, list]) => expand(list ?? ""));
    return {
      names: names.split(/[,/]/).map((name) => name.trim()),
      fields: paths.map((path) => (/^[A-Z]/.test(path) ? `results.audioBitrate${path}` : path)),
      orError: fields.includes("/ error"),
    };
  });
}

/** "a, b.{c, d}" are a, b.c and b.d. */
function expand(list: string): string[] {
  return [...list.matchAll(/([\w.[\]]+?)\.\{([^}]+)\}|([\w.[\]]+)/g)].flatMap(
    ([, object, names, single]) =>
      single === undefined
        ? (names ?? "").split(",").map((name) => `${object}.${name.trim()}`)
        : [single],
  );
}

describe.each(rows().flatMap(({ names, ...row }) => names.map((name) => ({ name, ...row }))))(
  "$name",
  ({ name, fields, orError }) => {
    test("is declared with the fields that applications read", () => {
      const data = declared.get(name);
      expect(data, `EventMap has ${name}`).toBeDefined();
      const wanted = orError && name.endsWith("Error") ? ["text", "error"] : fields;
      // Figures are told under results; an error's fields stand in the event's error, whatever the data's is.
      const missing = wanted.filter(
        (path) => !has(data, path) && !has(data, `results.${path}`) && !isErrorField(path),
      );
      expect(missing).toEqual([]);
    });
  },
);

function isErrorField(path: string): boolean {
  const [object, name = ""] = path.split(".");
  return (
    object === "error" && ERROR_FIELDS.includes(name) && has(declared.get("SignInError"), path)
  );
}

test("each event is waited for in a browser", () => {
  const sources = BROWSER_TESTS.join("\n").replace(/^\s*(\/\/|\/?\*).*$/gm, "");
  const unseen = [...declared.keys()].filter((name) => !new RegExp(`\\b${name}\\b`).test(sources));
  expect(unseen).toEqual([]);
});
