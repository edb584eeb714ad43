package dev.slipway.apiserver.metric;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Snapshot;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Renders a metric registry in the text format of Prometheus: counts, gauges, and quantiles as summaries. */
final class PrometheusText {
    private static final double NANOS_PER_SECOND = 1e9;

    private final MetricRegistry registry;

    PrometheusText(MetricRegistry registry) {
        this.registry = registry;
    }

    String render() {
        StringBuilder text = new StringBuilder();
        gauges(text);
        registry.getCounters().forEach((name, counter) -> counter(text, name, counter, "gauge", ""));
        registry.getMeters().forEach((name, meter) -> counter(text, name, meter, "counter", "_total"));
        registry.getHistograms().forEach((name, histogram) -> summary(text, name, histogram, histogram, 1));
        registry.getTimers().forEach((name, timer) -> summary(text, name, timer, timer, NANOS_PER_SECOND));
        return text.toString();
    }

    @SuppressWarnings("rawtypes") // the registry hands gauges out without their type
    private void gauges(StringBuilder text) {
        for (Map.Entry<String, Gauge> gauge : registry.getGauges().entrySet()) {
            if (gauge.getValue().getValue() instanceof Number number) {
                String name = name(gauge.getKey());
                text.append("# TYPE ").append(name).append(" gauge\n");
                line(text, name, number.doubleValue());
            }
        }
    }

    private static void counter(StringBuilder text, String metric, Counting counting, String type, String suffix) {
        String name = name(metric) + suffix;
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        line(text, name, (double) counting.getCount());
    }

    private static void summary(StringBuilder text, String metric, Sampling sampling, Counting counting, double unit) {
        String name = name(metric) + (unit == 1 ? "" : "_seconds");
        Snapshot snapshot = sampling.getSnapshot();
        Map<String, Double> quantiles = new TreeMap<>();
        quantiles.put("0.5", snapshot.getMedian());
        quantiles.put("0.95", snapshot.get95thPercentile());
        quantiles.put("0.99", snapshot.get99thPercentile());
        text.append("# TYPE ").append(name).append(" summary\n");
        quantiles.forEach((quantile, value) -> line(text, name + "{quantile=\"" + quantile + "\"}", value / unit));
        line(text, name + "_count", (double) counting.getCount());
    }

    private static void line(StringBuilder text, String name, double value) {
        text.append(name)
                .append(' ')
                .append(String.format(Locale.ROOT, "%s", value))
                .append('\n');
    }

    private static String name(String metric) {
        String clean = metric.replaceAll("[^a-zA-Z0-9_:]", "_");
        return Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
    }
}
