package dev.slipway.test.crash;

import dev.slipway.test.stack.Programs;
import java.nio.file.Path;
import java.util.List;

/** An image made on this machine: one static program. */
final class Image {
    private Image() {}

    /** Returns the image's id, which is a digest. */
    static String make(Path folder) {
        String script = """
                set -eu
                rm -rf image && mkdir -p image/bin image/tmp image/etc
                cp /bin/busybox image/bin/busybox
                chroot image /bin/busybox --install -s /bin
                chmod 1777 image/tmp
                printf 'nobody:x:65534:65534:nobody:/:/bin/sh\\n' >image/etc/passwd
                tar -C image -c . | docker import --change 'CMD ["/bin/sh"]' - slipway-test/crash:1 >/dev/null
                rm -rf image
                docker image inspect --format '{{.Id}}' slipway-test/crash:1
                """;
        String output = Programs.run(folder, List.of("sh", "-c", script));
        return output.substring(output.lastIndexOf('\n') + 1);
    }
}
