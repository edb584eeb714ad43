package dev.slipway.apiserver.page;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Open;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Shells of the pages and what they load. They hold no data: their script asks the API with the viewer's own token. */
@Open
@Path("/")
public final class PageResource {
    private static final Map<String, String> ASSETS = Map.of(
            "slipway.css", "text/css; charset=utf-8",
            "slipway.js", "text/javascript; charset=utf-8",
            "run.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private final Map<String, byte[]> files = new HashMap<>();

    public PageResource() {
        ASSETS.keySet().forEach(this::load);
        load("runs.html");
        load("run.html");
        load("services.html");
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response runs() {
        return page("runs.html");
    }

    @GET
    @Path("runs/{project}/{pipeline}/{number}")
    @Produces(MediaType.TEXT_HTML)
    public Response run() {
        return page("run.html");
    }

    @GET
    @Path("services")
    @Produces(MediaType.TEXT_HTML)
    public Response services() {
        return page("services.html");
    }

    @GET
    @Path("assets/{file}")
    public Response asset(@PathParam("file") String file) {
        String type = ASSETS.get(file);
        if (type == null) {
            throw Access.missing();
        }
        return Response.ok(files.get(file), type).build();
    }

    private Response page(String file) {
        return Response.ok(files.get(file), "text/html; charset=utf-8").build();
    }

    private void load(String file) {
        try (InputStream content = PageResource.class.getResourceAsStream("/pages/" + file)) {
            if (content == null) {
                throw new IllegalStateException("page " + file + " is missing from this program");
            }
            files.put(file, content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
