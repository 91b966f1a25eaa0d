package dev.drawbridge.delivery.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FenceTest {
    @Test
    void readsWhatItWrites() {
        Fence fence = new Fence(7, "production/checkout-3f2a91c0-1");

        assertThat(Fence.parse(fence.toString())).contains(fence);
    }

    @Test
    void isNoFenceWithoutANumberOrAnOwner() {
        assertThat(Fence.parse("x/production/r-1")).isEmpty();
        assertThat(Fence.parse("7/")).isEmpty();
        assertThat(Fence.parse("")).isEmpty();
        assertThat(Fence.parse("1234567890123456/r")).isEmpty();
    }
}
