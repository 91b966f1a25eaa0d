package dev.drawbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void sumsUpWhateverTheOrderAndKeepsIt() {
        Series series = Series.of("x", 4, 1, 3, 2);

        assertThat(series.count()).isEqualTo(4);
        assertThat(series.min()).isEqualTo(1);
        assertThat(series.median()).isEqualTo(2.5);
        assertThat(series.p95()).isEqualTo(3.85);
        assertThat(series.max()).isEqualTo(4);
        assertThat(series.samples()).containsExactly(4.0, 1.0, 3.0, 2.0);
    }

    @Test
    void oneSampleIsAllOfThem() {
        Series series = Series.of("x", 7.1234567);

        assertThat(series.min())
                .isEqualTo(7.123)
                .isEqualTo(series.median())
                .isEqualTo(series.p95());
    }

    @Test
    void keepsNoMoreSamplesThanCanBeRead() {
        Series series = Series.of("x", DoubleStream.iterate(0, n -> n + 1).limit(101).toArray());

        assertThat(series.samples()).isEmpty();
        assertThat(series.median()).isEqualTo(50);
        assertThat(series.p95()).isEqualTo(95);
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThatThrownBy(() -> Series.of("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
