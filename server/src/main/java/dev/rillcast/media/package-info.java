/** The vocabulary that the other rooms share: a frame, its codec, data between frames. */
@NullMarked
package dev.rillcast.media;

import org.jspecify.annotations.NullMarked;
