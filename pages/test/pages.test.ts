import { describe, expect, test } from "vitest";
import { areaUnder, curveLine } from "../src/live/figures";
import { elapsedText, isOnAir } from "../src/live/states";
import { inventName, isStreamName, nameInPath } from "../src/stream-name";
import { nextWait } from "../src/watch/arrival";

describe("stream names", () => {
  test("an invented name is readable and valid, whatever the dice say", () => {
    expect(inventName(() => 0)).toBe("amber-brook-100");
    expect(inventName(() => 0.9999)).toBe("swift-tide-999");
    expect(isStreamName(inventName())).toBe(true);
  });

  test.each(["", "-a", "a b", "a/b", "../a", "é", "a".repeat(65), "<b>"])(
    "%j is no name",
    (name) => {
      expect(isStreamName(name)).toBe(false);
    },
  );

  test.each([
    ["/watch/calm-river-7", "calm-river-7"],
    ["/watch/show/", "show"],
    ["/watch/", null],
    ["/watch/a/b", null],
    ["/watch/%2e%2e", null],
    ["/", null],
  ])("%s names %s", (path, name) => {
    expect(nameInPath(path)).toBe(name);
  });
});

test.each([
  [-1, "0:00"],
  [7_900, "0:07"],
  [754_000, "12:34"],
  [3_723_000, "1:02:03"],
])("%d ms read as %s", (ms, text) => {
  expect(elapsedText(ms)).toBe(text);
});

test("the button ends what is on air, and only that", () => {
  expect(isOnAir("connecting") && isOnAir("live") && isOnAir("reconnecting")).toBe(true);
  expect(isOnAir("preview") || isOnAir("ended") || isOnAir("error")).toBe(false);
});

test("a curve ends at the right edge and needs two values", () => {
  expect(curveLine([1], 1)).toBe("");
  expect(areaUnder("")).toBe("");
  expect(curveLine([0, 1], 1)).toBe("M99.3 26.5L101.0 4.8");
  expect(areaUnder("M99.3 26.5L101.0 4.8")).toBe("M99.3 26.5L101.0 4.8V30H99.3Z");
});

test("the page asks for the stream less and less often, and every 5 s at least", () => {
  const waits = [null, 1000, 3000, 4500, 5000].map(nextWait);
  expect(waits).toEqual([1000, 1500, 4500, 5000, 5000]);
});
