import { ErrorCode, RtcError } from "./errors";

// Guards for what applications pass in. Each takes the argument's path and names it when it complains.

export function wrongType(argument: string, wanted: string): RtcError {
  return new RtcError(ErrorCode.WrongType, `${argument} must be ${wanted}`, { argument });
}

export function wrongValue(argument: string, wanted: string): RtcError {
  return new RtcError(ErrorCode.WrongValue, `${argument} must be ${wanted}`, { argument });
}

export function asObject<T extends object>(value: T | undefined, argument: string): T {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(argument, "an object");
  }
  return value;
}

/** An object, or an empty one in place of undefined and null. */
export function asOptionalObject<T extends object>(
  value: T | null | undefined,
  argument: string,
): Partial<T> {
  return value === undefined || value === null ? {} : asObject(value, argument);
}

export function asText(value: unknown, argument: string): string {
  if (typeof value !== "string") {
    throw wrongType(argument, "a string");
  }
  if (value.trim() === "") {
    throw wrongValue(argument, "a text that is not empty");
  }
  return value;
}

export function asOptionalText(value: unknown, argument: string): string | undefined {
  if (value === undefined || value === null || value === "") {
    return undefined;
  }
  return asText(value, argument);
}

/** A number from 0 on, or a string that reads as one. */
export function asAmount(value: unknown, argument: string): number {
  const amount = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof amount !== "number" || Number.isNaN(amount)) {
    throw wrongType(argument, "a number");
  }
  if (!Number.isFinite(amount) || amount < 0) {
    throw wrongValue(argument, "a number that is not negative");
  }
  return amount;
}

export function asOptionalAmount(value: unknown, argument: string): number | undefined {
  return value === undefined || value === null ? undefined : asAmount(value, argument);
}

export function asBoolean(value: unknown, argument: string): boolean {
  if (typeof value !== "boolean") {
    throw wrongType(argument, "true or false");
  }
  return value;
}

export function asOneOf<T extends string>(
  value: unknown,
  allowed: readonly T[],
  argument: string,
): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) {
    const text = `${argument} must be one of ${allowed.join(", ")}`;
    throw new RtcError(ErrorCode.NotInList, text, { argument });
  }
  return found;
}
