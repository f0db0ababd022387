package dev.rillcast.signal;

import dev.rillcast.auth.Caller;
import dev.rillcast.auth.Credentials;
import dev.rillcast.auth.Grant;
import dev.rillcast.auth.RefusedException;

/** Decides who may sign in, and what they may do then. May block for a while. */
@FunctionalInterface
public interface Doorkeeper {
    /**
     * @throws RefusedException saying why they may not
     */
    Grant signIn(Caller caller, Credentials credentials) throws RefusedException;
}
