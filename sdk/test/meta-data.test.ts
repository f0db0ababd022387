import fc from "fast-check";
import { expect, test } from "vitest";
import { checkMetaData } from "../src/meta-data";

/** An object that is `depth` objects deep. */
const deep = (depth: number): object => (depth === 1 ? { end: 1 } : { next: deep(depth - 1) });

const scalar = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const { values } = fc.letrec((tie) => ({
  values: fc.dictionary(fc.string(), tie("value"), { maxKeys: 5 }),
  value: fc.oneof(
    { maxDepth: 5, depthIdentifier: "value" },
    scalar,
    fc.array(tie("value"), { depthIdentifier: "value", maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { depthIdentifier: "value", maxKeys: 4 }),
  ),
}));

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
    : 0;

test("what arrives is what was given, whenever it is at most 6 deep", () => {
  fc.assert(
    fc.property(values, (given) => {
      fc.pre(depthOf(given) <= 6);
      const { values: sent } = checkMetaData("onMetaData", given);
      const arrived: unknown = JSON.parse(JSON.stringify(sent));
      // JSON knows no -0.
      expect(JSON.stringify(arrived)).toBe(JSON.stringify(given));
    }),
  );
});

test("a value that JSON would drop or change is found wherever it is", () => {
  const bad = fc.constantFrom(
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    () => 1,
    Symbol("s"),
    10n,
    new Date(0),
    new Map([[1, 2]]),
    /x/,
    new Uint8Array(1),
  );
  fc.assert(
    fc.property(bad, fc.array(fc.boolean(), { maxLength: 4 }), scalar, (value, way, beside) => {
      const nested = way.reduce<unknown>(
        (inner, array) => (array ? [beside, inner] : { beside, inner }),
        value,
      );
      expect(() => checkMetaData("onCuePoint", { nested })).toThrowError(
        expect.objectContaining({
          userinfo: { argument: expect.stringContaining("jsonValues.nested") },
        }),
      );
    }),
  );
});

test("nothing at all makes it throw anything but an error that names an argument", () => {
  fc.assert(
    fc.property(fc.anything({ withDate: true, withMap: true }), fc.anything(), (handler, any) => {
      try {
        checkMetaData(handler, any);
      } catch (error) {
        expect(error).toMatchObject({ userinfo: { argument: expect.any(String) } });
      }
    }),
  );
});

test("6 deep is allowed, 7 is not; an array counts as a level", () => {
  expect(checkMetaData("onMetaData", deep(6))).toEqual({
    handlerName: "onMetaData",
    values: deep(6),
  });
  for (const values of [deep(7), { a: [deep(5)] }]) {
    expect(() => checkMetaData("onMetaData", values)).toThrowError(/at most 6 objects deep/);
  }
});

test("a cycle is told as such; the same object twice is none", () => {
  const twice = { text: "again" };
  expect(checkMetaData("onMetaData", { one: twice, two: twice })).toBeDefined();
  const cycle: Record<string, unknown> = { a: {} };
  cycle["a"] = { b: cycle };
  expect(() => checkMetaData("onMetaData", cycle)).toThrowError(
    expect.objectContaining({ code: 1002, userinfo: { argument: "jsonValues.a.b" } }),
  );
});

test.each([
  ["onTextData", { a: 1 }, 1003, "handlerName"],
  [undefined, { a: 1 }, 1003, "handlerName"],
  ["onMetaData", undefined, 1001, "jsonValues"],
  ["onMetaData", "text", 1001, "jsonValues"],
  ["onMetaData", [1], 1001, "jsonValues"],
  ["onMetaData", new Array(2), 1001, "jsonValues"],
  ["onMetaData", { a: new Array(2) }, 1001, "jsonValues.a[0]"],
  ["onMetaData", { [Symbol("s")]: 1 }, 1001, "jsonValues"],
  ["onMetaData", new (class Car {})(), 1001, "jsonValues"],
  ["onMetaData", { a: { toJSON: () => 1 } }, 1001, "jsonValues.a.toJSON"],
])("%s with %o is refused with %i, naming %s", (handler, values, code, argument) => {
  expect(() => checkMetaData(handler, values)).toThrowError(
    expect.objectContaining({ code, userinfo: { argument } }),
  );
});

test("64 kB of JSON are allowed, in bytes, and not one more", () => {
  const room = 64 * 1024 - '{"a":""}'.length;
  expect(checkMetaData("onMetaData", { a: "x".repeat(room) })).toBeDefined();
  for (const text of ["x".repeat(room + 1), "é".repeat(room / 2 + 1)]) {
    expect(() => checkMetaData("onMetaData", { a: text })).toThrowError(/at most 65536 bytes/);
  }
});
