package dev.slipway.model.spec;

import dev.slipway.model.DataSize;

/**
 * What a task may use.
 *
 * @param cpu thousandths of a core, 100 when absent or 0
 * @param memory hard limit, 300 MiB when absent
 */
public record ResourcesSpec(int cpu, DataSize memory) {
    public static final ResourcesSpec DEFAULT = new ResourcesSpec(100, DataSize.ofMebibytes(300));

    public ResourcesSpec {
        cpu = cpu == 0 ? 100 : cpu;
        memory = memory == null ? DataSize.ofMebibytes(300) : memory;
    }
}
