/** AMF0 (Action Message Format), in which RTMP writes its commands and its metadata. */
@NullMarked
package dev.rillcast.amf;

import org.jspecify.annotations.NullMarked;
