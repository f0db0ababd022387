/**
 * What the payloads of FLV's tags, which are RTMP's messages, begin with: in the form of Adobe FLV
 * 10.1 and in that of Enhanced RTMP v2 (Veovera), written and read.
 */
@NullMarked
package dev.rillcast.flv;

import org.jspecify.annotations.NullMarked;
