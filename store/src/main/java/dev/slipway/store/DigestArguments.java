package dev.slipway.store;

import dev.slipway.model.Digest;
import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/** Binds digests as their text. */
final class DigestArguments extends AbstractArgumentFactory<Digest> {
    DigestArguments() {
        super(Types.VARCHAR);
    }

    @Override
    protected Argument build(Digest value, ConfigRegistry config) {
        return (position, statement, context) -> statement.setString(position, value.value());
    }
}
