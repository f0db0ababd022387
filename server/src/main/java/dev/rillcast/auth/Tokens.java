package dev.rillcast.auth;

import dev.rillcast.auth.RefusedException.Reason;

/** Fixed tokens, that an operator hands out. */
public final class Tokens implements Way {
    private final Secrets tokens;

    public Tokens(Secrets tokens) {
        this.tokens = tokens;
    }

    @Override
    public boolean takes(Credentials credentials) {
        return credentials.token().isPresent();
    }

    @Override
    public Grant check(Knock knock) throws RefusedException {
        if (knock.credentials().token().filter(tokens::contains).isEmpty()) {
            throw new RefusedException(Reason.WRONG_CREDENTIALS, "the token is wrong");
        }
        return Grant.ALL;
    }

    @Override
    public String wants() {
        return "token";
    }
}
