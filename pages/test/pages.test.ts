import { describe, expect, test } from "vitest";
import { areaUnder, curveLine } from "../src/live/figures";
import { elapsedText, isOnAir } from "../src/live/states";
import type { RtcError } from "../src/rtc-user";
import { asksForCredentials, problem, waitAskedFor } from "../src/sign-in/refusal";
import { inventName, isStreamName, nameInPath } from "../src/stream-name";
import { nextWait } from "../src/watch/arrival";
import { refusal } from "../src/watch/refusal";

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

describe("a refused sign-in", () => {
  const error = (code: number) => ({ code }) as RtcError;

  test.each([103001, 103003, 104002])("%i asks for credentials, whatever the facts say", (code) => {
    expect(asksForCredentials(error(code), false)).toBe(true);
    expect(asksForCredentials(error(code), undefined)).toBe(true);
  });

  test("a denied access asks for them, unless no credentials could help", () => {
    expect(asksForCredentials(error(102001), undefined)).toBe(true);
    expect(asksForCredentials(error(102001), false)).toBe(false);
  });

  test("an unreachable server does not ask for them", () => {
    expect(asksForCredentials(error(3000), true)).toBe(false);
  });

  test("the wait is the one that the server asks for, a minute at most", () => {
    expect(waitAskedFor("too many wrong attempts from your address; try again in 12 s")).toBe(12);
    expect(waitAskedFor("try again in 9999 s")).toBe(60);
    expect(waitAskedFor("can't be checked now; try again later")).toBe(0);
  });

  test("the server's words become a sentence, unless they speak of arguments", () => {
    const of = (code: number, message: string) => ({ code, message }) as RtcError;
    expect(problem(of(103003, "the JWT has expired"), true)).toBe("The JWT has expired.");
    expect(problem(of(102001, "Really?"), false)).toBe("Really?");
    expect(problem(of(103001, "serverUserName or serverPassword is wrong"), false)).toBe(
      "The account or the password is wrong.",
    );
  });
});

test.each([
  ["Flv: Unsupported codec in video frame: vp09", "sent as VP9, which"],
  ["Flv: Unsupported audio codec: ac-3", "sent as AC-3, which"],
  ["Flv: Unsupported codec in video frame: <b>x", "be played here (CodecUnsupported)"],
  ["toString", "be played here (CodecUnsupported)"],
])("the page says why it stays dark: %s", (message, part) => {
  expect(refusal("CodecUnsupported", message)).toContain(part);
});
