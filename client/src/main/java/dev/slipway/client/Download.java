package dev.slipway.client;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;

/** Fetches content by digest: to a draft beside the target, checked, flushed, then renamed. */
final class Download {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private Download() {}

    static void into(Transport transport, String path, Digest digest, Path target) throws IOException {
        int attempts = transport.settings().attempts();
        for (int attempt = 1; ; attempt++) {
            try {
                once(transport, path, digest, target);
                return;
            } catch (BrokenStream e) {
                if (attempt >= attempts) {
                    throw ApiException.unreachable("the download of " + digest + " was cut off", e);
                }
            }
        }
    }

    private static void once(Transport transport, String path, Digest digest, Path target) throws IOException {
        Call call = Call.get(path).with("Accept", Call.BYTES);
        Path draft = Files.createTempFile(target.toAbsolutePath().getParent(), ".download-", "");
        try (InputStream body = GuardedStream.over(transport.open(call).body(), SILENCE)) {
            Digest found = copy(body, draft);
            if (!found.equals(digest)) {
                throw new ApiException(
                        200,
                        ErrorCode.ARTIFACT_DIGEST_MISMATCH,
                        "the server sent " + found + " for " + digest,
                        List.of(),
                        null);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Digest copy(InputStream body, Path draft) throws IOException {
        MessageDigest digester = Digest.sha256();
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            OutputStream sink = new DigestOutputStream(Channels.newOutputStream(channel), digester);
            byte[] buffer = new byte[64 << 10];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                sink.write(buffer, 0, read);
            }
            channel.force(true);
        }
        return Digest.of(digester);
    }
}
