import { expect, test } from "vitest";
import { checkIceServers } from "../src/ice-servers";

const TURN = "turn:turn.example.com:80?transport=udp";

test("urls may be one address or several; what is empty is left out", () => {
  const servers = [
    { urls: "stun:stun.example.com:19302", username: "" },
    { urls: [TURN, "turns:turn.example.com"], username: "ada", credential: "secret" },
  ];
  expect(checkIceServers(servers)).toEqual([
    { urls: ["stun:stun.example.com:19302"] },
    { urls: [TURN, "turns:turn.example.com"], username: "ada", credential: "secret" },
  ]);
  expect(checkIceServers([])).toEqual([]);
});

test.each([
  [undefined, 1001, "iceServers"],
  [{}, 1001, "iceServers"],
  [["stun:a"], 1001, "iceServers[0]"],
  [[{}], 1001, "iceServers[0].urls"],
  [[{ urls: [] }], 1002, "iceServers[0].urls"],
  [[{ urls: "http://a" }], 1002, "iceServers[0].urls"],
  [[{ urls: "stun:" }], 1002, "iceServers[0].urls"],
  [[{ urls: "stun://a" }], 1002, "iceServers[0].urls"],
  [[{ urls: ["stun:a", 7] }], 1001, "iceServers[0].urls[1]"],
  [[{ urls: "stun:a" }, { urls: "stun:b", username: 7 }], 1001, "iceServers[1].username"],
  [[{ urls: TURN, credential: "secret" }], 1002, "iceServers[0].username"],
  [[{ urls: TURN, username: "ada" }], 1002, "iceServers[0].credential"],
])("%j is refused with %i, naming %s", (servers, code, argument) => {
  expect(() => checkIceServers(servers)).toThrowError(
    expect.objectContaining({ code, userinfo: { argument } }),
  );
});

test("a credential is in no error's text", () => {
  const servers = [{ urls: TURN, credential: "secret", username: 7 }];
  expect(() => checkIceServers(servers)).toThrowError(/^((?!secret).)*$/);
});
