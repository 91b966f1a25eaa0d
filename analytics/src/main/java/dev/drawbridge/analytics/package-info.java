/**
 * Functions over records: the history today; metrics and judgements grow here. Does no network I/O.
 */
@NullMarked
package dev.drawbridge.analytics;

import org.jspecify.annotations.NullMarked;
