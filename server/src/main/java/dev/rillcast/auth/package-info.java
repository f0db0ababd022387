/** Who may come in, and what they may do. */
@NullMarked
package dev.rillcast.auth;

import org.jspecify.annotations.NullMarked;
