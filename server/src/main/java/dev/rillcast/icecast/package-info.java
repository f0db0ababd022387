/**
 * Icecast and SHOUTcast servers as a listener sees them: the address, the answer, sound, titles.
 */
@NullMarked
package dev.rillcast.icecast;

import org.jspecify.annotations.NullMarked;
