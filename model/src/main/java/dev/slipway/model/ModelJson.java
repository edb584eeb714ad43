package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Duration;

/** The one way Slipway writes and reads JSON: over HTTP, in the database, in a history and under a digest. */
public final class ModelJson {
    private static final JsonMapper MAPPER = builder().build();
    private static final JsonMapper CANONICAL = builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private ModelJson() {}

    /** Lenient towards unknown fields, because records only grow; refuses duplicate keys and depth over 100. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Settings of {@link #mapper()} for those who must add to them. */
    public static JsonMapper.Builder builder() {
        SimpleModule module = new SimpleModule("slipway");
        module.addSerializer(Duration.class, new DurationWriter());
        module.addDeserializer(Duration.class, new DurationReader());
        JsonMapper.Builder builder = JsonMapper.builder();
        builder.addModule(new JavaTimeModule());
        builder.addModule(new Jdk8Module());
        builder.addModule(module);
        builder.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        builder.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        builder.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
        builder.serializationInclusion(JsonInclude.Include.NON_NULL);
        return builder;
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new SlipwayException(
                    ErrorCode.MALFORMED_BODY, "not a valid " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Sorted keys, no white space: equal values give equal bytes. */
    public static String canonical(Object value) {
        try {
            Object tree = value instanceof JsonNode node ? CANONICAL.treeToValue(node, Object.class) : value;
            return CANONICAL.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** Digest of the canonical form. */
    public static Digest digest(Object value) {
        return Digest.of(canonical(value));
    }

    /** Limits for JSON from outside: 1 MiB strings, depth 100. */
    public static StreamReadConstraints limits() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(100)
                .maxStringLength(1 << 20)
                .maxNumberLength(100)
                .build();
    }

    private static final class DurationWriter extends StdScalarSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(Durations.format(value));
        }
    }

    private static final class DurationReader extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Durations.parse(parser.getValueAsString(""));
        }
    }
}
