package dev.slipway.stack.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The same application on containers: an image made on this machine, and files that name it. */
final class DockerVariant {
    private static final String IMAGE = "slipway-demo/busybox";

    private final Storefront storefront;

    DockerVariant(Storefront storefront) {
        this.storefront = storefront;
    }

    void apply(Path folder) {
        String image = makeImage(folder);
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

    /** Imports a root file system of one static program; returns the id, which is a digest. */
    private String makeImage(Path folder) {
        String script = """
                set -eu
                rm -rf image && mkdir -p image/bin image/tmp image/etc
                cp /bin/busybox image/bin/busybox
                chroot image /bin/busybox --install -s /bin
                chmod 1777 image/tmp
                printf 'nobody:x:65534:65534:nobody:/:/bin/sh\\n' >image/etc/passwd
                tar -C image -c . | docker import --change 'CMD ["/bin/sh"]' - %s:1 >/dev/null
                rm -rf image
                docker image inspect --format '{{.Id}}' %s:1
                """.formatted(IMAGE, IMAGE);
        String output = Shell.run(folder, Map.of(), List.of("sh", "-c", script));
        return output.substring(output.lastIndexOf('\n') + 1);
    }
}
