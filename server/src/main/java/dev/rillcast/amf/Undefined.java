package dev.rillcast.amf;

/** The AMF0 value "undefined" (AMF0 2.8), which is not the same as null. */
public enum Undefined {
    UNDEFINED
}
