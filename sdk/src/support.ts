/** 0 supported, 1 not supported, 2 outdated browser, 3 a browser that can't send H.264. */
export type Support = 0 | 1 | 2 | 3;

/** How well this browser, on this page, can go live. */
export function checkSupport(): Support {
  // mediaDevices is absent on pages that came neither by HTTPS nor from localhost.
  if (typeof RTCPeerConnection === "undefined" || !globalThis.navigator?.mediaDevices) {
    return 1;
  }
  const { RTCRtpTransceiver: transceiver, RTCRtpSender: sender } = globalThis;
  if (!("setCodecPreferences" in (transceiver?.prototype ?? {})) || !sender.getCapabilities) {
    return 2;
  }
  const codecs = sender.getCapabilities("video")?.codecs ?? [];
  return codecs.some(({ mimeType }) => mimeType.toLowerCase() === "video/h264") ? 0 : 3;
}
