package dev.slipway.stack.demo;

import dev.slipway.stack.Shell;
import java.nio.file.Path;
import java.util.List;

/** An image made on this machine, without a registry: one static program and nothing else. */
public final class BusyboxImage {
    private BusyboxImage() {}

    /**
     * Imports it into the Docker Engine.
     *
     * @param folder where the files stand meanwhile
     * @param name name and tag, such as {@code example/busybox:1}
     * @return the image's id, which is a digest
     */
    public static String make(Path folder, String name) {
        String script = """
                set -eu
                rm -rf image && mkdir -p image/bin image/tmp image/etc
                cp /bin/busybox image/bin/busybox
                chroot image /bin/busybox --install -s /bin
                chmod 1777 image/tmp
                printf 'nobody:x:65534:65534:nobody:/:/bin/sh\\n' >image/etc/passwd
                tar -C image -c . | docker import --change 'CMD ["/bin/sh"]' - %1$s >/dev/null
                rm -rf image
                docker image inspect --format '{{.Id}}' %1$s
                """.formatted(name);
        String output = Shell.run(folder, List.of("sh", "-c", script));
        return output.substring(output.lastIndexOf('\n') + 1);
    }
}
