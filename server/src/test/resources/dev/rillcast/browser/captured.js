// Before the SDK runs: remembers every track that a device gave to the page.
window.captured = [];
for (const capture of ['getUserMedia', 'getDisplayMedia']) {
  const devices = MediaDevices.prototype;
  const real = devices[capture];
  devices[capture] = async function (constraints) {
    const stream = await real.call(this, constraints);
    captured.push(...stream.getTracks());
    return stream;
  };
}
