package dev.rillcast.ice;

/** The attribute types that ICE uses, and others that are known (RFC 8489 14, RFC 8445 16.1). */
final class StunAttribute {
    static final int MAPPED_ADDRESS = 0x0001;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int UNKNOWN_ATTRIBUTES = 0x000a;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int MESSAGE_INTEGRITY_SHA256 = 0x001c;
    static final int PASSWORD_ALGORITHM = 0x001d;
    static final int USERHASH = 0x001e;
    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int PRIORITY = 0x0024;
    static final int USE_CANDIDATE = 0x0025;
    static final int SOFTWARE = 0x8022;
    static final int FINGERPRINT = 0x8028;
    static final int ICE_CONTROLLED = 0x8029;
    static final int ICE_CONTROLLING = 0x802a;

    /** Types with this bit may be skipped by who does not know them. */
    private static final int COMPREHENSION_OPTIONAL = 0x8000;

    private StunAttribute() {}

    /**
     * Whether a request that holds this type cannot be served. What is known but not expected, as
     * all of long-term credentials, is skipped (RFC 8489 6.3).
     */
    static boolean isUnknownAndRequired(int type) {
        return (type & COMPREHENSION_OPTIONAL) == 0
                && switch (type) {
                    case MAPPED_ADDRESS,
                            USERNAME,
                            MESSAGE_INTEGRITY,
                            ERROR_CODE,
                            UNKNOWN_ATTRIBUTES,
                            REALM,
                            NONCE,
                            MESSAGE_INTEGRITY_SHA256,
                            PASSWORD_ALGORITHM,
                            USERHASH,
                            XOR_MAPPED_ADDRESS,
                            PRIORITY,
                            USE_CANDIDATE ->
                            false;
                    default -> true;
                };
    }
}
