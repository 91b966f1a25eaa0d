@NullMarked
package dev.drawbridge.testbed.contract;

import org.jspecify.annotations.NullMarked;
