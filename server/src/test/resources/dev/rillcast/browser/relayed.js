// Before the SDK runs: the other browser is known by what relayed(port) says instead of its port.
{
  const peer = RTCPeerConnection.prototype;
  const {addIceCandidate, setRemoteDescription} = peer;
  peer.addIceCandidate = async function (init) {
    const parts = (init?.candidate ?? '').split(' ');
    if (parts.length > 1) {
      if (parts[2] !== 'udp' || parts[4] !== '127.0.0.1') return;
      parts[5] = await relayed(Number(parts[5]));
    }
    return addIceCandidate.call(this, init && {...init, candidate: parts.join(' ')});
  };
  // What stands in a description comes as a candidate, too.
  peer.setRemoteDescription = function ({type, sdp}) {
    const bare = sdp?.replace(/^a=(candidate:|end-of-candidates).*\r\n/gm, '');
    return setRemoteDescription.call(this, {type, sdp: bare});
  };
}
