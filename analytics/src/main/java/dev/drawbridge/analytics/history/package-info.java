/** What one desk remembers: append-only events in a SQLite file, and tables computed from them. */
@NullMarked
package dev.drawbridge.analytics.history;

import org.jspecify.annotations.NullMarked;
