package dev.slipway.stack.demo;

import java.nio.file.Path;

/** The same application on containers: an image made on this machine, and files that name it. */
final class DockerVariant {
    private static final String IMAGE = "slipway-demo/busybox:1";

    private final Storefront storefront;

    DockerVariant(Storefront storefront) {
        this.storefront = storefront;
    }

    void apply(Path folder) {
        String image = BusyboxImage.make(folder, IMAGE);
        storefront.write(
                "slipway.yaml",
                storefront
                        .read("slipway.yaml")
                        .replace("driver: exec", "driver: docker")
                        .replace("config: {command: ./", "config: {image: \"" + image + "\", command: ./"));
        storefront.write(
                "deploy/storefront.job.yaml",
                storefront
                        .read("deploy/storefront.job.yaml")
                        .replace("driver: exec", "driver: docker")
                        .replace("config: {command: ", "config: {image: \"" + image + "\", command: "));
    }
}
