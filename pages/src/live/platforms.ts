import { hostOf } from "./address";

/** What a platform takes, by what it tells those who stream to it. */
interface Platform {
  name: string;
  hosts: RegExp;
  /** Whether it takes streams by rtmps only. */
  encrypted: boolean;
  /** kbit/s, sound and picture together. */
  bitrate: number;
  /** Lines, or columns if the picture is higher than wide. */
  lines: number;
  framerate: number;
  /** Seconds from one key frame to the next. */
  keyframes: number;
}

const PLATFORMS: readonly Platform[] = [
  {
    name: "YouTube",
    hosts: /(^|\.)rtmps?\.youtube\.com$/,
    ...{ encrypted: false, bitrate: 51_000, lines: 2160, framerate: 60, keyframes: 4 },
  },
  {
    name: "Twitch",
    hosts: /(^|\.)(twitch\.tv|contribute\.live-video\.net)$/,
    ...{ encrypted: false, bitrate: 6000, lines: 1080, framerate: 60, keyframes: 2 },
  },
  {
    name: "Facebook",
    hosts: /(^|\.)facebook\.com$/,
    ...{ encrypted: true, bitrate: 9000, lines: 1080, framerate: 60, keyframes: 4 },
  },
];

/** What this page is about to send. */
export interface Sent {
  sound: boolean;
  /** kbit/s at most. */
  bitrate: number;
  /** Pixels; 0: no picture. */
  width: number;
  height: number;
  framerate: number;
  /** Seconds, if the server says so. */
  keyframeInterval?: number;
}

/** As people call it; empty for a host that is not known. */
export function platformName(address: string): string {
  return platformOf(address)?.name ?? "";
}

/** What the platform at that address would not like about it; nothing if it is not known. */
export function warnings(address: string, sent: Sent): string[] {
  const platform = platformOf(address);
  if (platform === undefined) {
    return [];
  }
  const { name, encrypted, bitrate, lines, framerate, keyframes } = platform;
  const sentLines = Math.min(sent.width, sent.height);
  const { keyframeInterval = 0 } = sent;
  const found: [boolean, string][] = [
    [
      encrypted && /^rtmp:/i.test(address),
      `${name} takes streams by rtmps:// only. Begin the address with that.`,
    ],
    [!sent.sound, `${name} expects sound, and there is no microphone.`],
    [
      sent.bitrate > bitrate,
      `${name} takes ${bitrate / 1000} Mbit/s at most; this may be ${sent.bitrate / 1000}.`,
    ],
    [sentLines > lines, `${name} takes ${lines} lines at most; the picture has ${sentLines}.`],
    [
      Math.round(sent.framerate) > framerate,
      `${name} takes ${framerate} pictures in a second at most; the camera gives ${Math.round(sent.framerate)}.`,
    ],
    [
      keyframeInterval > keyframes,
      `${name} wants a key frame every ${keyframes} s; this server asks for one every ${keyframeInterval} s.`,
    ],
  ];
  return found.flatMap(([applies, text]) => (applies ? [text] : []));
}

function platformOf(address: string): Platform | undefined {
  const host = hostOf(address);
  return PLATFORMS.find(({ hosts }) => hosts.test(host));
}
