package dev.rillcast.auth;

import dev.rillcast.auth.RefusedException.Reason;
import java.util.Optional;

/** API keys: those that are configured, and those for which a bintu server vouches. */
public final class ApiKeys implements Way {
    private final Secrets keys;
    private final Optional<Bintu> bintu;

    public ApiKeys(Secrets keys, Optional<Bintu> bintu) {
        this.keys = keys;
        this.bintu = bintu;
    }

    @Override
    public boolean takes(Credentials credentials) {
        return credentials.bintuApiKey().isPresent();
    }

    @Override
    public Grant check(Knock knock) throws RefusedException {
        String key = knock.credentials().bintuApiKey().orElse("");
        if (!keys.contains(key) && !(bintu.isPresent() && bintu.get().vouchesFor(key))) {
            throw new RefusedException(Reason.API_KEY_REFUSED, "the API key is not known here");
        }
        return Grant.ALL;
    }

    @Override
    public String wants() {
        return "bintuApiKey";
    }
}
