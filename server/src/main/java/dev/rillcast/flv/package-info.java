/**
 * FLV's tags, which are RTMP's messages: made of frames, and told by what they begin with; in the
 * form of Adobe FLV 10.1 and in that of Enhanced RTMP v2 (Veovera).
 */
@NullMarked
package dev.rillcast.flv;

import org.jspecify.annotations.NullMarked;
