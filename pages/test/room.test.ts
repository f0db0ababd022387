import { describe, expect, test } from "vitest";
import { decibels } from "../src/devices/level";
import { waitingWords } from "../src/room/incoming";
import { arrange, mayCrop } from "../src/room/layout";
import { People } from "../src/room/people";
import { ending, initials, isolated, tint, wordFor, wordOnTile } from "../src/room/person";
import { cleanName, LONGEST_NAME, pathOfRoom, roomInPath, whyNoRoom } from "../src/room/room-name";
import { deedFor } from "../src/room/roster";
import type { PeerState } from "../src/rtc-user";

describe("room names", () => {
  test.each(["calm-river-7", "<img src=x onerror=alert(1)>", "../x", "a/b c?d#e%", "Küche 🍲"])(
    "%j comes through its address as it is",
    (name) => {
      const { pathname } = new URL(pathOfRoom(name), "http://localhost/");
      expect(roomInPath(pathname)).toBe(name);
    },
  );

  test.each(["/room", "/room/", "/room/%20", "/room/%ff", `/room/${"a".repeat(81)}`, "/watch/a"])(
    "%s names no room",
    (path) => {
      expect(roomInPath(path)).toBeNull();
    },
  );

  test("what can't be seen is no part of a name", () => {
    expect(cleanName("  a\u0000b\n\u2028 c ")).toBe("a b c");
  });

  test("a name that no address can hold is refused with the reason", () => {
    expect(whyNoRoom("")).toContain("a name");
    expect(whyNoRoom("..")).toContain("dots");
    expect(whyNoRoom("a".repeat(LONGEST_NAME))).toBeNull();
    expect(whyNoRoom("a".repeat(LONGEST_NAME + 1))).toContain("80");
  });
});

describe("tiles", () => {
  test.each([
    [1, 1280, 720, 1, 1],
    [2, 1280, 600, 2, 1],
    [3, 1280, 640, 2, 2],
    [4, 1280, 640, 2, 2],
    [5, 1280, 640, 3, 2],
    [2, 374, 700, 1, 2],
    [5, 374, 760, 2, 3],
    [5, 624, 280, 3, 2],
  ])("%i in %i × %i stand in %i × %i", (count, width, height, columns, rows) => {
    expect(arrange(count, width, height, 12)).toMatchObject({ columns, rows });
  });

  test("they never leave their box, and lying ones are as wide as a camera's picture", () => {
    for (let count = 1; count <= 9; count++) {
      for (const [width, height] of [
        [1280, 700],
        [768, 900],
        [374, 700],
        [624, 250],
      ] as const) {
        const at = arrange(count, width, height, 8);
        expect(at.columns * at.rows).toBeGreaterThanOrEqual(count);
        expect(at.columns * at.width + (at.columns - 1) * 8).toBeLessThanOrEqual(width);
        expect(at.rows * at.height + (at.rows - 1) * 8).toBeLessThanOrEqual(height);
        if (width > height) {
          expect(at.width / at.height).toBeCloseTo(16 / 9, 1);
        }
      }
    }
  });

  test("a box that is not shown yet does no harm", () => {
    expect(arrange(3, 0, 0, 8)).toMatchObject({ width: 1, height: 1 });
  });

  test("a camera's picture may fill its tile, any other is shown whole", () => {
    expect(mayCrop(1280, 720) && mayCrop(640, 480) && mayCrop(720, 1280)).toBe(true);
    expect(mayCrop(1600, 1000) || mayCrop(1280, 1024) || mayCrop(900, 300)).toBe(false);
  });
});

const ada = { remoteUserId: "1", remoteUserName: "Ada" };
const grace = { remoteUserId: "2", remoteUserName: "Grace" };

function listed(other: typeof ada, state: PeerState = "available") {
  return { ...other, state, audioMuted: false, videoMuted: false };
}

function ids(people: readonly { id: string }[]) {
  return people.map(({ id }) => id);
}

describe("people", () => {
  const picture = {} as MediaStream;

  test("a list tells who came and who left since the one before", () => {
    const people = new People();
    expect(people.list([listed(ada)])).toEqual({ came: ["Ada"], left: [] });
    expect(people.list([listed(ada), listed(grace)])).toEqual({ came: ["Grace"], left: [] });
    expect(people.list([listed(grace)])).toEqual({ came: [], left: ["Ada"] });
    expect(ids(people.here)).toEqual(["2"]);
    expect(people.get("1")).toBeUndefined();
  });

  test("a call goes from calling by the other's picture to active, weak and back", () => {
    const people = new People();
    people.list([listed(ada)]);
    people.begin(ada, "calling");
    expect(people.get("1")?.call).toBe("calling");
    people.show("1", picture, true);
    expect(people.get("1")).toMatchObject({ call: "connecting", stream: picture, hasVideo: true });
    people.advance("1", "active");
    people.advance("1", "weak");
    people.show("1", picture, false);
    expect(people.get("1")).toMatchObject({ call: "weak", hasVideo: false });
    people.advance("1", "active");
    expect(ids(people.inCall)).toEqual(["1"]);
  });

  test("whose call ended keeps the place for a last word, and then is there to be called", () => {
    const people = new People();
    people.list([listed(ada)]);
    people.begin(ada, "calling");
    expect(people.end("1", "busy")).toBe(true);
    expect(people.end("1", "gone")).toBe(false);
    expect(people.inCall).toMatchObject([{ call: "ended", ending: "Busy", stream: null }]);
    expect(ids(people.callable)).toEqual(["1"]);
    people.forget("1");
    expect(people.inCall).toEqual([]);
    expect(ids(people.here)).toEqual(["1"]);
  });

  test("who leaves in mid-call is no longer here, and shown until the last word is said", () => {
    const people = new People();
    people.list([listed(ada)]);
    people.begin(ada, "calling");
    people.advance("1", "active");
    people.list([]);
    expect(people.here).toEqual([]);
    expect(people.inCall).toMatchObject([{ call: "ended", ending: "Left" }]);
    people.forget("1");
    expect(people.get("1")).toBeUndefined();
  });

  test("a call that is ended here leaves at once", () => {
    const people = new People();
    people.list([listed(ada)]);
    people.begin(ada, "calling");
    people.end("1", "own");
    expect(people.inCall).toEqual([]);
  });

  test("a new call may begin while the last word about the one before is still shown", () => {
    const people = new People();
    people.begin(ada, "calling");
    people.end("1", "unanswered");
    people.begin(ada, "incoming");
    people.forget("1");
    expect(ids(people.ringing)).toEqual(["1"]);
  });

  test("those who ring wait in the order in which they called", () => {
    const people = new People();
    people.list([listed(ada), listed(grace)]);
    people.begin(grace, "incoming");
    people.begin(ada, "incoming");
    expect(ids(people.ringing)).toEqual(["2", "1"]);
    expect(people.inCall).toEqual([]);
    people.advance("2", "connecting");
    expect(ids(people.ringing)).toEqual(["1"]);
    people.end("1", "unanswered");
    expect(people.ringing).toEqual([]);
    expect(ids(people.inCall)).toEqual(["2"]);
  });

  test("what is told about a call that there is not changes nothing", () => {
    const people = new People();
    people.list([listed(ada)]);
    people.advance("1", "active");
    people.show("1", picture, true);
    expect(people.get("1")).toMatchObject({ call: null, stream: null });
    expect(people.end("1", "hungUp") || people.end("9", "hungUp")).toBe(false);
  });

  test("who is away or in one's call can't be called", () => {
    const people = new People();
    people.list([listed(ada, "away"), listed(grace, "incall")]);
    expect(ids(people.callable)).toEqual(["2"]);
    people.begin(grace, "calling");
    expect(people.callable).toEqual([]);
  });
});

describe("words", () => {
  const people = new People();
  people.list([listed(ada), listed(grace, "away")]);
  const [here, away] = people.here;
  if (here === undefined || away === undefined) {
    throw new Error("Nobody is here");
  }

  test("the list says how each one is, the tile only what its picture doesn't show", () => {
    expect(wordFor(here)).toBe("Available");
    expect(wordFor({ ...here, state: "incall" })).toBe("In another call");
    expect(wordFor({ ...here, call: "active" })).toBe("In your call");
    expect(wordOnTile({ ...here, call: "active" })).toBe("");
    expect(wordOnTile({ ...here, call: "connecting" })).toBe("Connecting…");
    expect(wordOnTile({ ...here, call: "weak" })).toBe("Weak connection");
    expect(wordOnTile({ ...here, call: "ended", ending: "Left" })).toBe("Left");
    expect(wordFor({ ...away, call: "active" })).toBe("Away");
  });

  test("the button does what the call is ready for", () => {
    expect(deedFor(here)).toBe("call");
    expect(deedFor(away)).toBeNull();
    expect(deedFor({ ...here, call: "calling" })).toBe("cancel");
    expect(deedFor({ ...here, call: "incoming" })).toBe("answer");
    expect(deedFor({ ...away, call: "weak" })).toBe("hangUp");
    expect(deedFor({ ...here, call: "ended" })).toBe("call");
  });

  test("each end of a call has its sentence, an unknown one, too", () => {
    expect(ending("unanswered", "Ada")).toEqual({
      word: "No answer",
      sentence: `${isolated("Ada")} did not answer.`,
    });
    expect(ending("?", "Ada").word).toBe("Ended");
  });

  test("callers that wait are counted", () => {
    expect([0, 1, 3].map(waitingWords)).toEqual([
      "",
      "1 more call is waiting",
      "3 more calls are waiting",
    ]);
  });

  test.each([
    ["Ada Lovelace", "AL"],
    ["ada", "A"],
    ["Grace Brewster Murray Hopper", "GH"],
    ["👩‍👩‍👧 Family", "👩‍👩‍👧F"],
    ["<b>Bob</b>", "B"],
    ["…", ""],
    ["محمد", "م"],
  ])("%s is %s for short", (name, short) => {
    expect(initials(name)).toBe(short);
  });

  test("a name keeps its colour", () => {
    expect(tint("Ada", 6)).toBe(tint("Ada", 6));
    expect(["Ada", "Grace", "", "👩‍👩‍👧"].every((name) => tint(name, 6) < 6)).toBe(true);
  });
});

test("loudness is told in decibels below the loudest", () => {
  expect(decibels(new Float32Array([1, -1, 1]))).toBe(0);
  expect(decibels(new Float32Array([0.1, -0.1]))).toBeCloseTo(-20);
  expect(decibels(new Float32Array(4))).toBe(Number.NEGATIVE_INFINITY);
});
