import { expect, test, vi } from "vitest";
import { ErrorCode, RtcError } from "../src/errors";
import { Events } from "../src/events";

const target = {};
const session = { server: "http://localhost", userId: "7" };

test("a listener is given name, target and data", () => {
  const events = new Events(target);
  const listener = vi.fn();
  events.add("SignInSuccess", listener);
  events.emit("SignInSuccess", session);
  expect(listener).toHaveBeenCalledExactlyOnceWith({
    name: "SignInSuccess",
    target,
    data: session,
  });
});

test("an error event carries its error", () => {
  const events = new Events(target);
  const listener = vi.fn();
  const error = new RtcError(ErrorCode.AccessDenied, "No");
  events.add("SignInError", listener);
  events.emit("SignInError", { text: "No", error }, error);
  expect(listener.mock.calls[0]?.[0].error).toBe(error);
});

test("a pattern listens to every name that it matches, also with the g flag", () => {
  const events = new Events(target);
  const names: string[] = [];
  events.add(/^Sign(In|Out)Success$/g, ({ name }: { name: string }) => names.push(name));
  events.emit("SignInSuccess", session);
  events.emit("SignOutSuccess", session);
  events.emit("StopBroadcastSuccess", {});
  expect(names).toEqual(["SignInSuccess", "SignOutSuccess"]);
});

test("once means the next event only", () => {
  const events = new Events(target);
  const listener = vi.fn(() => events.emit("SignInSuccess", session));
  events.add("SignInSuccess", listener, true);
  events.emit("SignInSuccess", session);
  expect(listener).toHaveBeenCalledTimes(1);
});

test("off takes one listener away, or all of a name or an equal pattern", () => {
  const events = new Events(target);
  const [one, two, three] = [vi.fn(), vi.fn(), vi.fn()];
  events.add("SignInSuccess", one);
  events.add("SignInSuccess", two);
  events.add(/Sign/, three);
  events.remove("SignInSuccess", one);
  events.emit("SignInSuccess", session);
  events.remove("SignInSuccess");
  events.remove(/Sign/);
  events.emit("SignInSuccess", session);
  expect([one, two, three].map((each) => each.mock.calls.length)).toEqual([0, 1, 1]);
});

test("a listener that throws is reported and stops nobody", () => {
  const events = new Events(target);
  const report = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const next = vi.fn();
  events.add("SignInSuccess", () => {
    throw new Error("oops");
  });
  events.add("SignInSuccess", next);
  events.emit("SignInSuccess", session);
  expect(next).toHaveBeenCalled();
  expect(report).toHaveBeenCalled();
  report.mockRestore();
});

test("an error reads as its text wherever a page puts it", () => {
  const error = new RtcError(109000, "The ingest refused the stream");
  expect(`${error}`).toBe("The ingest refused the stream");
  expect(error).toMatchObject({ name: "RtmpFailed", type: "server", text: error.message });
});

test("an error's type is that of its code's group", () => {
  const types = [1002, 3000, 4001, 5001, 6005, 102001].map((code) => new RtcError(code, "").type);
  expect(types).toEqual(["general", "socket", "session", "broadcast", "media", "server"]);
});

test("a browser's error keeps its name in userinfo", () => {
  const error = RtcError.from(new DOMException("Denied", "NotAllowedError"), 6005);
  expect(error).toMatchObject({
    code: 6005,
    text: "Denied",
    userinfo: { cause: "NotAllowedError" },
  });
});
