/** One time line for a target's tracks, and the AAC that is made on it. */
@NullMarked
package dev.rillcast.timeline;

import org.jspecify.annotations.NullMarked;
