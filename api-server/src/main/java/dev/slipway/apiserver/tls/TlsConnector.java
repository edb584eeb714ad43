package dev.slipway.apiserver.tls;

import dev.slipway.model.SlipwayException;
import io.dropwizard.jetty.HttpsConnectorFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connector that takes certificate and key from PEM files and takes new ones without closing. */
public final class TlsConnector extends HttpsConnectorFactory {
    private static final Logger LOG = LoggerFactory.getLogger(TlsConnector.class);

    private final TlsFiles files;
    private final String password = HexFormat.of().formatHex(random());
    private SslContextFactory.@Nullable Server context;
    private long loaded;

    public TlsConnector(TlsFiles files) {
        this.files = files;
        setSupportedProtocols(List.of("TLSv1.3", "TLSv1.2"));
    }

    @Override
    protected SslContextFactory.Server configureSslContextFactory(SslContextFactory factory) {
        SslContextFactory.Server server = super.configureSslContextFactory(factory);
        use(server);
        context = server;
        return server;
    }

    /** Takes files that were replaced; while they cannot be used the old ones stay. */
    synchronized void renew() {
        SslContextFactory.Server server = context;
        if (server == null) {
            return;
        }
        try {
            if (files.changedAt() != loaded) {
                server.reload(each -> use(server));
                LOG.info("the new certificate of {} is in use", files.certificateFile());
            }
        } catch (SlipwayException | IOException e) {
            LOG.error("the certificate is not renewed: {}", e.getMessage());
        } catch (Exception e) {
            // The web server declares that a reload may throw anything.
            LOG.error("the certificate is not renewed", e);
        }
    }

    private synchronized void use(SslContextFactory.Server server) {
        try {
            long changed = files.changedAt();
            server.setKeyStore(files.load(password.toCharArray()));
            server.setKeyStorePassword(password);
            server.setKeyManagerPassword(password);
            loaded = changed;
        } catch (IOException e) {
            throw new IllegalStateException("cannot look at " + files.certificateFile(), e);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
