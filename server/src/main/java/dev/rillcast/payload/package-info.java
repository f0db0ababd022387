/** RTP payload formats: how the packets of each codec make frames again. */
@NullMarked
package dev.rillcast.payload;

import org.jspecify.annotations.NullMarked;
