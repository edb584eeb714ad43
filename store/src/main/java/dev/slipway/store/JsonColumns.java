package dev.slipway.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads {@code jsonb} columns as JSON trees. */
final class JsonColumns implements ColumnMapper<JsonNode> {
    @Override
    public @Nullable JsonNode map(ResultSet row, int column, StatementContext context) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : ModelJson.read(text, JsonNode.class);
    }
}
