import fc from "fast-check";
import { expect, test } from "vitest";
import { checkReconnect, DEFAULT_RECONNECT, delay } from "../src/reconnect";

test("what is not given stays as it is; numeric strings count", () => {
  expect(checkReconnect(DEFAULT_RECONNECT, undefined)).toEqual(DEFAULT_RECONNECT);
  expect(checkReconnect(DEFAULT_RECONNECT, { minDelay: "200", retries: 3 })).toEqual({
    minDelay: 200,
    maxDelay: 5000,
    retries: 3,
  });
});

test.each([
  [7, 1001, "config.reconnect"],
  [{ minDelay: 99 }, 1002, "config.reconnect.minDelay"],
  [{ minDelay: true }, 1001, "config.reconnect.minDelay"],
  [{ minDelay: 6000 }, 1002, "config.reconnect.maxDelay"],
  [{ maxDelay: 1e9 }, 1002, "config.reconnect.maxDelay"],
  [{ retries: -1 }, 1002, "config.reconnect.retries"],
])("%j is refused with %i, naming %s", (config, code, argument) => {
  expect(() => checkReconnect(DEFAULT_RECONNECT, config as object)).toThrowError(
    expect.objectContaining({ code, userinfo: { argument } }),
  );
});

test("a wait is never shorter than the least nor longer than the longest, and grows", () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const wait = delay(attempt, DEFAULT_RECONNECT, chance);
      expect(wait).toBeGreaterThanOrEqual(500);
      expect(wait).toBeLessThanOrEqual(5000);
    }),
  );
  expect([0, 1, 2, 9].map((attempt) => delay(attempt, DEFAULT_RECONNECT, 1))).toEqual([
    1000, 2000, 4000, 5000,
  ]);
});
