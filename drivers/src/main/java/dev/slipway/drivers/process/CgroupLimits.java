package dev.slipway.drivers.process;

/**
 * What the kernel holds a task to.
 *
 * @param cpu share in thousandths of a core, 1 and up
 * @param cpuHard whether {@code cpu} is also the most it may use when the machine is idle
 * @param memory bytes, swap included
 * @param processes most processes and threads at a time
 */
public record CgroupLimits(int cpu, boolean cpuHard, long memory, int processes) {
    private static final int PERIOD_MICROS = 100_000;

    /** Version 1 weight: 1024 per core, never below the kernel's least. */
    public long shares() {
        return Math.max(2, cpu * 1024L / 1000);
    }

    /** Version 2 weight by the kernel's own conversion from shares, 1 to 10,000. */
    long weight() {
        return Math.min(10_000, 1 + (shares() - 2) * 9999 / 262_142);
    }

    /** Microseconds per {@link #period()}; the kernel refuses less than one thousand. */
    public long quota() {
        return Math.max(1000, (long) cpu * PERIOD_MICROS / 1000);
    }

    public int period() {
        return PERIOD_MICROS;
    }
}
