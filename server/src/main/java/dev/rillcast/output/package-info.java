/** Where a broadcast may go, and what it asks of its stream there. */
@NullMarked
package dev.rillcast.output;

import org.jspecify.annotations.NullMarked;
