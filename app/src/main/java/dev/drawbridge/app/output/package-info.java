/**
 * What a command says and how it is written: tables, JSON, CSV. The only place that touches the
 * standard streams.
 */
@NullMarked
package dev.drawbridge.app.output;

import org.jspecify.annotations.NullMarked;
