// Has the browser make the offers that applications make: `await offers.make(kind)` gives the text, and
// `await offers.take(answer)` says which way each section goes then. The fixtures of dev/rillcast/sdp were made with it.
window.offers = (() => {
  let peer;

  const send = (kind, init = {}) => peer.addTransceiver(kind, {direction: 'sendonly', ...init});
  const both = () => {
    send('audio');
    send('video');
  };
  const layers = (rids) =>
    rids.map((rid, i) => ({rid, scaleResolutionDownBy: 2 ** (rids.length - 1 - i)}));

  /** What is offered; a function that is returned changes the text. */
  const kinds = {
    'audio-video': both,
    async screen() {
      const stream = await navigator.mediaDevices.getDisplayMedia({video: true});
      send('audio');
      send(stream.getVideoTracks()[0]);
    },
    'vp8-only'() {
      send('audio');
      const {codecs} = RTCRtpSender.getCapabilities('video');
      send('video').setCodecPreferences(codecs.filter(({mimeType}) => /VP8|rtx/.test(mimeType)));
    },
    simulcast() {
      send('audio');
      send('video', {sendEncodings: layers(['q', 'h', 'f'])});
    },
    /** As pages did before there were rids: by SSRCs that they wrote into the offer themselves. */
    'simulcast-by-ssrc'() {
      both();
      return (sdp) => {
        const [, first, repair] = /a=ssrc-group:FID (\d+) (\d+)/.exec(sdp);
        const ssrcs = [1001, 1002, 1003];
        const lines = [`a=ssrc-group:SIM ${ssrcs.join(' ')}`];
        const named = (ssrc, as) =>
          lines.push(...sdp.match(RegExp(`a=ssrc:${as} .*`, 'g')).map((l) => l.replace(as, ssrc)));
        for (const ssrc of ssrcs) {
          lines.push(`a=ssrc-group:FID ${ssrc} ${ssrc + 1000}`);
          named(ssrc, first);
          named(ssrc + 1000, repair);
        }
        const without = sdp.replace(RegExp(`a=ssrc.*(${first}|${repair}) .*\r\n`, 'g'), '');
        return `${without}${lines.join('\r\n')}\r\n`;
      };
    },
    'recvonly-audio'() {
      peer.addTransceiver('audio', {direction: 'recvonly'});
      send('video');
    },
    'data-channel'() {
      peer.createDataChannel('chat');
      both();
    },
    'two-cameras'() {
      both();
      both();
    },
    inactive() {
      both();
      peer.addTransceiver('video', {direction: 'inactive'});
    },
    'max-bundle': both,
    balanced: both,
    'max-compat': both,
    async restart() {
      both();
      await peer.setLocalDescription();
      const other = new RTCPeerConnection();
      await other.setRemoteDescription(peer.localDescription);
      await other.setLocalDescription();
      await peer.setRemoteDescription(other.localDescription);
      other.close();
      peer.restartIce();
    },
    /** With candidates: names of this network only (mDNS), where no camera was asked for. */
    gathered: both,
  };

  return {
    async make(kind) {
      peer?.close();
      const bundlePolicy = /^(max-.*|balanced)$/.test(kind) ? kind : undefined;
      peer = new RTCPeerConnection(bundlePolicy ? {bundlePolicy} : {});
      const change = (await kinds[kind]()) ?? ((sdp) => sdp);
      const {type, sdp} = await peer.createOffer();
      const offered = change(sdp);
      await peer.setLocalDescription({type, sdp: offered});
      while (kind === 'gathered' && peer.iceGatheringState !== 'complete') {
        await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve));
      }
      return kind === 'gathered' ? peer.localDescription.sdp : offered;
    },
    async take(sdp) {
      await peer.setRemoteDescription({type: 'answer', sdp});
      // One that was refused is stopped: Firefox lists it still, Chromium does not.
      const directions = peer.getTransceivers().map(({currentDirection}) => currentDirection);
      return directions.filter((direction) => direction !== 'stopped').join();
    },
  };
})();
