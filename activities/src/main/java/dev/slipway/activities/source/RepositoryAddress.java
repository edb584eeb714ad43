package dev.slipway.activities.source;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Loopback;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a repository is: {@code https}, {@code ssh} (also {@code git@host:path}), an absolute path or {@code file},
 * {@code http} on loopback only.
 *
 * @param url as git gets it
 * @param protocol the only one git may use
 * @param path of a local repository, null for others
 */
record RepositoryAddress(
        String url, String protocol, @Nullable Path path) {
    private static final Pattern SCP_LIKE =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^-:/][^:\\s]*");
    private static final Pattern HOST_START = Pattern.compile("[A-Za-z0-9\\[].*");

    /**
     * @throws SlipwayException VALIDATION_FAILED
     */
    static RepositoryAddress parse(String text) {
        if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw refused("must not contain spaces or control characters");
        }
        if (text.startsWith("/")) {
            return local(text);
        }
        if (SCP_LIKE.matcher(text).matches()) {
            return new RepositoryAddress(text, "ssh", null);
        }
        URI uri = uri(text);
        String scheme = String.valueOf(uri.getScheme());
        return switch (scheme) {
            case "file" -> local(String.valueOf(uri.getPath()));
            case "https", "http", "ssh" -> remote(scheme, uri, text);
            default -> throw refused("must be an https, ssh or file address or an absolute path");
        };
    }

    boolean isLocal() {
        return path != null;
    }

    private static RepositoryAddress remote(String scheme, URI uri, String text) {
        String host = String.valueOf(uri.getHost());
        if (uri.getHost() == null || !HOST_START.matcher(host).matches()) {
            throw refused("has no host");
        }
        String user = uri.getUserInfo();
        if (user != null && (!scheme.equals("ssh") || user.contains(":") || user.startsWith("-"))) {
            throw refused("must not carry credentials");
        }
        if (scheme.equals("http") && !Loopback.is(host)) {
            throw refused("may use http on loopback only; write https");
        }
        return new RepositoryAddress(text, scheme, null);
    }

    private static RepositoryAddress local(String path) {
        Path normal = Path.of(path).normalize();
        if (!normal.isAbsolute() || normal.getNameCount() == 0) {
            throw refused("must be an absolute path of a repository");
        }
        return new RepositoryAddress("file://" + normal, "file", normal);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw refused("is not an address git can use");
        }
    }

    private static SlipwayException refused(String why) {
        return new SlipwayException(
                ErrorCode.VALIDATION_FAILED, "the repository " + why, List.of(Problem.of("repository", why)));
    }
}
