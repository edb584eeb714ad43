package dev.slipway.apiserver.http;

import dev.slipway.store.audit.Whence;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;

/**
 * Lets the audit log say where a request came from: the other end of its connection, which is the reverse proxy's where
 * there is one. Headers are not asked, anybody can write them.
 */
public final class WhenceFilter implements Filter {
    private static final String NODES = "/v1/nodes/";

    /** What nodes ask all the time and no audited fact comes from; the database need not be told for these. */
    private static final List<String> QUIET = List.of("/sync", "/updates", "/logs/");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && quiet(http)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            Whence.during(request.getRemoteAddr(), () -> {
                chain.doFilter(request, response);
                return response;
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing else that is only read is noted but the secrets a node asks for. */
    private static boolean quiet(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith(NODES)
                ? QUIET.stream().anyMatch(path::contains)
                : request.getMethod().equals("GET");
    }
}
