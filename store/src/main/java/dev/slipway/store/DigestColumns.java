package dev.slipway.store;

import dev.slipway.model.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads text columns as digests. */
final class DigestColumns implements ColumnMapper<Digest> {
    @Override
    public @Nullable Digest map(ResultSet row, int column, StatementContext context) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : new Digest(text);
    }
}
