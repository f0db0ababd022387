package dev.rillcast.link;

import java.io.IOException;

/** What is done when a socket of the emulator has something, or takes something. */
interface Ready {
    void ready() throws IOException;
}
