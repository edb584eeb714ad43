package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Open;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.Database;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Whether the process lives, and whether it can serve. */
@Open
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private static final int SECONDS = 2;

    private final Database database;

    public HealthResource(Database database) {
        this.database = database;
    }

    @GET
    @Path("live")
    public Map<String, String> live() {
        return Map.of("status", "ok");
    }

    @GET
    @Path("ready")
    public Map<String, String> ready() {
        try (Connection connection = database.dataSource().getConnection()) {
            if (connection.isValid(SECONDS)) {
                return Map.of("status", "ok");
            }
        } catch (SQLException e) {
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "the database is not available", e);
        }
        throw new SlipwayException(ErrorCode.UNAVAILABLE, "the database is not available");
    }
}
