package dev.rillcast.ice;

/** What an authenticated connectivity check comes to. */
public final class IceCheck {
    private final byte[] response;
    private final boolean valid;
    private final boolean nominated;
    private final boolean restarted;

    IceCheck(byte[] response, boolean valid, boolean nominated, boolean restarted) {
        this.response = response;
        this.valid = valid;
        this.nominated = nominated;
        this.restarted = restarted;
    }

    /** To be sent to where the request came from. The array is the caller's. */
    public byte[] response() {
        return response;
    }

    /** Whether the check succeeded, so that its source is now a valid address of the peer. */
    public boolean valid() {
        return valid;
    }

    /** Whether the peer chose this pair, so that media goes to this source from now on. */
    public boolean nominated() {
        return nominated;
    }

    /** Whether it was the first with the credentials of an ICE restart; older ones are void now. */
    public boolean restarted() {
        return restarted;
    }
}
