/** The vocabulary that the other rooms share: a frame, its codec, the track that it belongs to. */
@NullMarked
package dev.rillcast.media;

import org.jspecify.annotations.NullMarked;
