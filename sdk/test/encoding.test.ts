import { expect, test } from "vitest";
import { codecOf, DEFAULT_ENCODING, sortCodecs, withStartBitrate } from "../src/encoding";

const h264 = (mode: number, profile: string) => ({
  mimeType: "video/H264",
  sdpFmtpLine: `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`,
});
const vp8 = { mimeType: "video/VP8" };
const rtx = { mimeType: "video/rtx" };

test("the wanted codec comes first, H.264 in its most widely played form", () => {
  const codecs = [vp8, rtx, h264(0, "42001f"), h264(1, "4d001f"), h264(1, "42e01f")];
  const wanted = [h264(1, "42e01f"), h264(1, "4d001f"), h264(0, "42001f"), vp8, rtx];
  expect(sortCodecs(codecs, "H264")).toEqual(wanted);
});

test("a browser without the wanted codec keeps its own order", () => {
  expect(sortCodecs([vp8, rtx], "H264")).toEqual([vp8, rtx]);
});

const ANSWER = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=fmtp:111 minptime=10",
  "m=video 9 UDP/TLS/RTP/SAVPF 102",
  "a=fmtp:102 packetization-mode=1",
  "",
].join("\r\n");

test("the bitrate to start with is a format parameter of the video only", () => {
  const sdp = withStartBitrate(ANSWER, { ...DEFAULT_ENCODING, initialBitrate: 800 });
  const wanted = "a=fmtp:102 packetization-mode=1;x-google-start-bitrate=800\r\n";
  expect(sdp).toBe(ANSWER.replace("a=fmtp:102 packetization-mode=1\r\n", wanted));
});

test("a format without parameters is given a line of them", () => {
  const vp8 = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp-mux\r\n";
  expect(withStartBitrate(vp8, { ...DEFAULT_ENCODING, initialBitrate: 800 })).toBe(
    vp8.replace("a=rtcp", "a=fmtp:96 x-google-start-bitrate=800\r\na=rtcp"),
  );
});

test("without one the answer stays as it is", () => {
  expect(withStartBitrate(ANSWER, DEFAULT_ENCODING)).toBe(ANSWER);
});

test("the codec of an answer is that of the video's first format", () => {
  const video = "m=video 9 UDP/TLS/RTP/SAVPF 102 96\r\na=rtpmap:96 VP8/90000\r\n";
  const answer = `v=0\r\nm=audio 9 X 111\r\na=rtpmap:111 opus/48000/2\r\n${video}`;
  expect(codecOf(`${answer}a=rtpmap:102 H264/90000\r\n`)).toBe("H264");
  expect(codecOf("v=0\r\nm=audio 9 X 111\r\na=rtpmap:111 opus/48000/2\r\n")).toBeNull();
});
