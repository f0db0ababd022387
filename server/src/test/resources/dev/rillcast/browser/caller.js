// What a page in calls knows beside what UserPage gives it.

// The events of a name about a member, and waiting for as many of them.
window.told = (name, id) =>
  events.filter((event) => event.name === name && event.data.remoteUserId === id);
window.awaitTold = (name, id, times) => until(() => told(name, id).length >= times);

// The room's list as it was told last: who is there, sorted.
window.peerList = () =>
  events.findLast(({name}) => name === 'PeerListUpdated')?.data.userlist ?? [];
window.peer = (id) => peerList().find(({remoteUserId}) => remoteUserId === id);
window.others = () => peerList().map(({remoteUserName}) => remoteUserName).sort().join();

// A video element for each member that sends something.
window.screens = new Map();
user.on('RemoteStreamAdded', ({data: {remoteUserId, stream}}) => {
  const screen = screens.get(remoteUserId) ?? document.createElement('video');
  screens.set(remoteUserId, screen);
  Object.assign(screen, {muted: true, autoplay: true, srcObject: stream});
  document.body.append(screen);
});

// The picture of a member, small: red, green, blue and alpha of each pixel.
window.pixels = (id) => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 36});
  const context = canvas.getContext('2d');
  if (screens.has(id)) context.drawImage(screens.get(id), 0, 0, 64, 36);
  return context.getImageData(0, 0, 64, 36).data;
};

// The colour that most of it has; the fake camera's picture is green.
window.color = (id) => {
  const all = pixels(id);
  const mean = [0, 1, 2, 3].map((i) => all.filter((_, at) => at % 4 === i).reduce((a, b) => a + b) / (64 * 36));
  const [red, green, blue, alpha] = mean;
  if (alpha < 255) return 'nothing';
  if (Math.max(red, green, blue) < 24) return 'black';
  const pure = {red: red > 2 * (green + blue), green: green > 2 * (red + blue), blue: blue > 2 * (red + green)};
  return Object.keys(pure).find((name) => pure[name]) ?? 'other';
};

// Whether the picture changes, not only once.
window.moves = async (id) => {
  for (let i = 0; i < 3; i++) {
    const before = pixels(id).join();
    await until(() => pixels(id).join() !== before);
  }
};

// The loudest that is heard of a member within 1.5 s, or until it is loud: the fake microphone beeps each half second or so.
let ears;
window.loudness = async (id) => {
  const stream = screens.get(id)?.srcObject;
  if (!stream?.getAudioTracks().length) return 0;
  ears ??= new AudioContext();
  const source = new MediaStreamAudioSourceNode(ears, {mediaStream: stream});
  const analyser = new AnalyserNode(ears, {fftSize: 32768});
  source.connect(analyser);
  const samples = new Float32Array(32768);
  let loudest = 0;
  for (let i = 0; i < 15 && loudest < 0.2; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    analyser.getFloatTimeDomainData(samples);
    loudest = samples.reduce((a, b) => Math.max(a, Math.abs(b)), loudest);
  }
  source.disconnect();
  return loudest;
};

// The last figures of the call with a member.
window.figures = (id) => told('ReceivedWebRTCStats', id).at(-1)?.data.results;
