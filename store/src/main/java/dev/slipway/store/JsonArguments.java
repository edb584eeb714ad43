package dev.slipway.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.postgresql.util.PGobject;

/** Binds JSON trees as {@code jsonb}. */
final class JsonArguments extends AbstractArgumentFactory<JsonNode> {
    JsonArguments() {
        super(Types.OTHER);
    }

    @Override
    protected Argument build(JsonNode value, ConfigRegistry config) {
        return (position, statement, context) -> {
            PGobject object = new PGobject();
            object.setType("jsonb");
            object.setValue(value.toString());
            statement.setObject(position, object);
        };
    }
}
