// The page of bench/network: publishes its camera by WHIP (RFC 9725) over a link, and notes what it sends.

const MAX_BITRATE = 2_500_000;

// Notes each encoded picture on its way to the network.
const NOTE = `onrtctransform = ({transformer: {readable, writable}}) => {
  const note = new TransformStream({transform(frame, to) {
    postMessage([frame.getMetadata().rtpTimestamp, frame.type === 'key']);
    to.enqueue(frame);
  }});
  readable.pipeThrough(note).pipeTo(writable);
}`;

const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function show(pictures) {
  window.camera = (await pattern(pictures, {width: 1280, height: 720})).stream;
}

async function publish(url) {
  const peer = new RTCPeerConnection();
  const [sound] = camera.getAudioTracks();
  const [picture] = camera.getVideoTracks();
  peer.addTransceiver(sound, {direction: 'sendonly', streams: [camera]});
  const video = peer.addTransceiver(picture, {
    direction: 'sendonly',
    streams: [camera],
    sendEncodings: [{maxBitrate: MAX_BITRATE}],
  });
  const {codecs} = RTCRtpSender.getCapabilities('video');
  video.setCodecPreferences(codecs.filter(({mimeType}) => /\/(H264|rtx|red|ulpfec)$/.test(mimeType)));
  const frames = [];
  const notes = new Worker(URL.createObjectURL(new Blob([NOTE])));
  notes.onmessage = ({data}) => frames.push(data);
  video.sender.transform = new RTCRtpScriptTransform(notes);
  window.published = {peer, video, notes, frames, samples: []};
  await peer.setLocalDescription();
  await gathered(peer);
  const answer = await fetch(url, {
    method: 'POST',
    headers: {'Content-Type': 'application/sdp'},
    body: peer.localDescription.sdp,
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  published.resource = new URL(answer.headers.get('Location'), url);
  const sdp = await overLink(await answer.text());
  await peer.setRemoteDescription({type: 'answer', sdp});
  while (peer.connectionState !== 'connected') {
    if (peer.connectionState === 'failed') throw new Error('no connection');
    await wait(20);
  }
  published.sampling = setInterval(sample, 500);
}

async function gathered(peer) {
  for (let i = 0; i < 100 && peer.iceGatheringState !== 'complete'; i++) await wait(20);
}

// Of the server's candidates only the first by UDP and IPv4 stays, and leads to the link.
async function overLink(sdp) {
  const lines = sdp.split('\r\n');
  const candidate = lines.find((line) => /^a=candidate:\S+ 1 udp \d+ \d+\.\d+\.\d+\.\d+ /i.test(line));
  if (!candidate) throw new Error(`no candidate in ${sdp}`);
  const words = candidate.split(' ');
  const port = await linked(words[4], Number(words[5]));
  const instead = [...words.slice(0, 4), '127.0.0.1', port, 'typ', 'host'].join(' ');
  return lines
    .filter((line) => !line.startsWith('a=candidate:') || line === candidate)
    .map((line) => (line === candidate ? instead : line))
    .join('\r\n');
}

async function sample() {
  const all = [...(await published.peer.getStats()).values()];
  const video = all.find(({type, kind}) => type === 'outbound-rtp' && kind === 'video');
  const pair = all.find(({type, nominated}) => type === 'candidate-pair' && nominated);
  published.samples.push({
    target: video?.targetBitrate ?? 0,
    available: pair?.availableOutgoingBitrate ?? 0,
    height: video?.frameHeight ?? 0,
    limited: video?.qualityLimitationReason ?? '',
    nacks: video?.nackCount ?? 0,
    plis: video?.pliCount ?? 0,
  });
}

async function finish() {
  await published.video.sender.replaceTrack(null);
  clearInterval(published.sampling);
  await sample();
  await wait(50); // the last notes
  const {frames, samples} = published;
  return JSON.stringify({frames: frames.map(([time]) => time), keys: frames.filter(([, key]) => key).length, samples});
}

async function endStream() {
  const {peer, resource, notes} = published;
  clearInterval(published.sampling);
  if (resource) await fetch(resource, {method: 'DELETE'});
  peer.close();
  notes.terminate();
}
