/** Sound decoded, kept in time and encoded as AAC, within this process. */
@NullMarked
package dev.rillcast.sound;

import org.jspecify.annotations.NullMarked;
