/** The configuration: immutable records, read from one YAML file and the environment. */
@NullMarked
package dev.rillcast.config;

import org.jspecify.annotations.NullMarked;
