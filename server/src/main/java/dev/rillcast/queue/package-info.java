/** The bounded hand-over to a target: what waits, and what is dropped when that is too much. */
@NullMarked
package dev.rillcast.queue;

import org.jspecify.annotations.NullMarked;
