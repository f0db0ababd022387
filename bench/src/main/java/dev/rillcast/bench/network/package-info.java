/** What a browser's broadcast is worth over bad networks: the loss matrix. */
@NullMarked
package dev.rillcast.bench.network;

import org.jspecify.annotations.NullMarked;
