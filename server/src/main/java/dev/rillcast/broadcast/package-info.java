/** One broadcast from its start to its end: from the publisher's frames to each of its targets. */
@NullMarked
package dev.rillcast.broadcast;

import org.jspecify.annotations.NullMarked;
