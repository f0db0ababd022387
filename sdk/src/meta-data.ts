import { asObject, asOneOf, wrongType, wrongValue } from "./arguments";
import type { Message } from "./message";

/** Whom RTMP players call with the values ({@link RtcUser.sendMetaData}). */
export type MetaDataHandler = "onMetaData" | "onCuePoint";

/** What may be sent: everything that JSON and AMF0 both have. */
export type MetaDataValue =
  | string
  | number
  | boolean
  | null
  | readonly MetaDataValue[]
  | { readonly [name: string]: MetaDataValue };

const HANDLERS = ["onMetaData", "onCuePoint"] as const;
const MAX_DEPTH = 6;
const MAX_BYTES = 64 * 1024;
const PATH = "jsonValues";

/** The fields of the request. What JSON would drop or change without a word is refused. */
export function checkMetaData(handlerName: unknown, values: unknown): Message {
  const handler = asOneOf(handlerName, HANDLERS, "handlerName");
  asObject(values as object, PATH);
  check(values, PATH, []);
  const bytes = new TextEncoder().encode(JSON.stringify(values)).length;
  if (bytes > MAX_BYTES) {
    throw wrongValue(PATH, `at most ${MAX_BYTES} bytes of JSON, not ${bytes}`);
  }
  return { handlerName: handler, values };
}

/** @param within the objects that this value is part of, outermost first */
function check(value: unknown, path: string, within: readonly object[]): void {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw wrongValue(path, "a finite number");
  }
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
    return;
  }
  if (typeof value !== "object" || !isPlain(value)) {
    throw wrongType(path, "a text, number, boolean, null, array or plain object");
  }
  if (within.includes(value)) {
    throw wrongValue(path, "free of cycles, and this object is part of itself");
  }
  if (within.length >= MAX_DEPTH) {
    throw wrongValue(PATH, `at most ${MAX_DEPTH} objects deep, and ${path} is deeper`);
  }
  const nested = [...within, value];
  if (Array.isArray(value)) {
    // Not forEach, which passes over holes.
    for (let index = 0; index < value.length; index++) {
      check(value[index], `${path}[${index}]`, nested);
    }
    return;
  }
  for (const [name, each] of Object.entries(value)) {
    check(each, `${path}.${name}`, nested);
  }
}

/** Plain also if it comes from another window; a Date or a Map would arrive as something else. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain =
    Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  return plain && Object.getOwnPropertySymbols(value).length === 0;
}
