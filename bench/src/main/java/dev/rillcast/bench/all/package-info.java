/** All benches, one after the other. */
@NullMarked
package dev.rillcast.bench.all;

import org.jspecify.annotations.NullMarked;
