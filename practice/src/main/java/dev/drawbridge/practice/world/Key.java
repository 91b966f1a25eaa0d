package dev.drawbridge.practice.world;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a key of a scenario file, that is a component of a record of {@link WorldSpec}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {
    /** What it says about the world, for the published schema. */
    String value();

    /** What stands where the file leaves the key out, as it would be written in the file. */
    String byDefault() default "";
}
