@NullMarked
package dev.drawbridge.practice.kube;

import org.jspecify.annotations.NullMarked;
