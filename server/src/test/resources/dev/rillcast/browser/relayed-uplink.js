// Before the SDK runs: browser and server know each other by what relayed(port) says instead of their ports.
{
  const peer = RTCPeerConnection.prototype;
  const {setLocalDescription, setRemoteDescription} = peer;
  peer.setLocalDescription = function (description) {
    this.addEventListener('icecandidate', ({candidate}) => candidate?.port && relayed(candidate.port));
    return setLocalDescription.call(this, description);
  };
  peer.setRemoteDescription = async function ({type, sdp}) {
    const [, port] = /^a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+) /m.exec(sdp);
    const instead = ` 127.0.0.1 ${await relayed(Number(port))} `;
    return setRemoteDescription.call(this, {type, sdp: sdp.replaceAll(` 127.0.0.1 ${port} `, instead)});
  };
}
