// Before the SDK runs: the server's candidates lead to the link emulator instead.
{
  const peer = RTCPeerConnection.prototype;
  const {setRemoteDescription} = peer;
  const instead = ' 127.0.0.1 LINK_PORT ';
  peer.setRemoteDescription = function ({type, sdp}) {
    return setRemoteDescription.call(this, {type, sdp: sdp.replaceAll(' 127.0.0.1 SERVER_PORT ', instead)});
  };
}
