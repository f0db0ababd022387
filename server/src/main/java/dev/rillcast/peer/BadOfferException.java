package dev.rillcast.peer;

/** An offer whose ICE or DTLS part can't be; the message says what is wrong with it. */
public final class BadOfferException extends Exception {
    private static final long serialVersionUID = 1L;

    BadOfferException(IllegalArgumentException cause) {
        super("the offer can't be used: " + cause.getMessage(), cause);
    }

    /**
     * @param why a sentence for the one who made the offer
     */
    public BadOfferException(String why) {
        super(why);
    }
}
