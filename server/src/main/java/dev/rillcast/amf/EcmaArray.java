package dev.rillcast.amf;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An AMF0 associative array (AMF0 2.10): as an object, but written behind a count. {@code
 * onMetaData} is one.
 */
public final class EcmaArray extends LinkedHashMap<String, @Nullable Object> {}
