package dev.slipway.model.files.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.files.SourceMap;

/**
 * A document as a tree.
 *
 * @param root plain JSON, shared sub-trees where the text used aliases; not to be changed
 */
public record Document(JsonNode root, SourceMap source) {}
