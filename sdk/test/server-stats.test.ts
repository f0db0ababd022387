import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settle } from "./scripted-socket";
import { restore, ScriptedUser } from "./scripted-user";

const fetched = vi.fn();
let script: ScriptedUser;

beforeEach(() => {
  script = new ScriptedUser();
  vi.stubGlobal("fetch", fetched);
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  restore();
  fetched.mockReset();
});

const answer = (text: string, status = 200) =>
  fetched.mockResolvedValue(new Response(text, { status }));

test.each([
  ["https://a.example/p/webrtc", "https://a.example/p/webrtc"],
  ["wss://a.example/p/webrtcws", "https://a.example/p/webrtcws"],
  ["ws://a.example:81", "http://a.example:81/p/webrtcws"],
])("the figures of %s are asked for at %s", async (server, address) => {
  answer('{"hostname": "a", "cpu_load": 12.5}');
  const stats = await script.user.checkServer(server);
  expect(fetched.mock.calls[0]?.[0]).toBe(address);
  expect(fetched.mock.calls[0]?.[1]).toMatchObject({ credentials: "omit", cache: "no-store" });
  expect(stats).toEqual({ hostname: "a", cpu_load: 12.5 });
  expect(script.events).toMatchObject([{ name: "ReceivedServerStats", data: { stats } }]);
});

test("without an address the server that the user is signed in at is asked", async () => {
  await script.signIn();
  answer("{}");
  await script.user.checkServer();
  expect(fetched.mock.calls[0]?.[0]).toBe("http://localhost:8080/p/webrtcws");
  script.user.destroy();
});

test.each([
  ["no page", 404, "status 404"],
  ["<html>", 200, "figures"],
  ["[]", 200, "figures"],
])(
  "the answer %j with status %i is told in stats.error, text and error alike",
  async (text, status, why) => {
    answer(text, status);
    await expect(script.user.checkServer("https://a.example")).rejects.toThrow(why);
    const [event] = script.events;
    expect(event?.data["stats"]).toEqual({ error: event?.data["text"] });
    expect(event?.data["error"]).toBe(event?.error);
    expect(event?.error?.text).toContain("a.example");
  },
);

test("a server that is silent is given up after 5 s", async () => {
  fetched.mockImplementation(
    (_, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  );
  const checked = script.user.checkServer("https://a.example");
  const refused = expect(checked).rejects.toThrow("no answer within 5 s");
  await settle();
  vi.advanceTimersByTime(5000);
  await refused;
});

test.each([undefined, 7, "", "ftp://a", "https://ada:secret@a.example"])(
  "the address %j is refused, naming the argument",
  async (server) => {
    await expect(script.user.checkServer(server as string)).rejects.toMatchObject({
      userinfo: { argument: "server" },
    });
    expect(script.names).toEqual(["ReceivedServerStats"]);
    expect(JSON.stringify(script.events[0]?.data)).not.toContain("secret");
  },
);
